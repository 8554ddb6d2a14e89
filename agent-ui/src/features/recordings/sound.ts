import type WaveSurfer from 'wavesurfer.js';

/** Over this size the wave is not drawn, and the file is played as it arrives. */
const MOST_BYTES_TO_DRAW = 16_000_000;

interface Request {
  readonly url: string;
  readonly bytes: number | null;
  readonly durationMs: number | null;
  readonly audio: HTMLAudioElement;
  readonly place: HTMLElement;
  readonly colours: WaveColours;
  readonly signal: AbortSignal;
}

export interface WaveColours {
  readonly waveColor: string;
  readonly progressColor: string;
}

/** The wave's colours in the theme of the page. */
export function waveColours(): WaveColours {
  const styles = getComputedStyle(document.documentElement);
  const read = (name: string) => styles.getPropertyValue(name).trim();
  return { waveColor: read('--rb-control'), progressColor: read('--rb-accent') };
}

/**
 * Fetches the sound once, draws its wave and makes the audio element ready to play.
 * Nothing is fetched before somebody plays: each hearing of a recording is on the record.
 */
export async function openSound(request: Request): Promise<WaveSurfer> {
  const { default: Wave } = await import('wavesurfer.js');
  const small = (request.bytes ?? 0) <= MOST_BYTES_TO_DRAW;
  const blob = small ? await fetchSound(request.url, request.signal) : null;
  request.signal.throwIfAborted();
  const wave = Wave.create({
    container: request.place,
    media: request.audio,
    height: 24,
    barWidth: 2,
    barGap: 2,
    barRadius: 1,
    barMinHeight: 2,
    cursorWidth: 0,
    normalize: true,
    interact: false,
    hideScrollbar: true,
    cspNonce: document.querySelector<HTMLMetaElement>('meta[name="csp-nonce"]')?.content ?? '',
    ...request.colours,
  });
  try {
    if (blob) await wave.loadBlob(blob);
    else await wave.load(request.url, [flat], Math.max(1, (request.durationMs ?? 0) / 1000));
  } catch (error) {
    wave.destroy();
    throw error;
  }
  return wave;
}

const flat = Array.from({ length: 200 }, () => 0.02);

async function fetchSound(url: string, signal: AbortSignal): Promise<Blob> {
  const answer = await fetch(url, { credentials: 'same-origin', signal });
  if (!answer.ok) throw new Error(`The recording was refused with ${answer.status}`);
  return answer.blob();
}
