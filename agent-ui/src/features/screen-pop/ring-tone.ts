import type { RingChoice, RingTone } from './ring-choice.ts';

let context: AudioContext | undefined;

/** Chromium lets a page choose the loudspeaker; others use the machine's. */
type WithSink = AudioContext & { setSinkId?: (id: string) => Promise<void> };

/** Browsers allow sound only after a gesture, or when told so for this site: true once it is allowed. */
export function soundAllowed(): boolean {
  if (typeof AudioContext === 'undefined') return false;
  context ??= new AudioContext();
  return context.state === 'running';
}

/** To be called within a gesture; resolves to whether sound is allowed now. */
export async function unlockSound(): Promise<boolean> {
  if (soundAllowed()) return true;
  await context?.resume().catch(() => undefined);
  return soundAllowed();
}

/** Notes of one ring: frequency, seconds after its start, length. */
const tones: Readonly<Record<RingTone, readonly (readonly [hz: number, after: number, length: number])[]>> = {
  chime: [
    [659.25, 0, 0.42],
    [783.99, 0.2, 0.5],
  ],
  bell: [
    [880, 0, 0.9],
    [1318.5, 0.02, 0.7],
  ],
  pulse: [
    [523.25, 0, 0.16],
    [523.25, 0.24, 0.16],
    [523.25, 0.48, 0.16],
  ],
};
const everyS = 2.6;
/** Rings are laid out ahead on the sound clock: a hidden tab's timers sleep, its sound does not. */
const aheadRings = 60;

/** The ring as this machine wants it, again and again; the answer ends it. `rings` is how often at most. */
export function ringUntilStopped(choice: RingChoice, rings = aheadRings): () => void {
  const sound: WithSink | undefined = context;
  if (sound?.state !== 'running') return () => undefined;
  // A loudspeaker that is not there any more leaves the sound where it was.
  void sound.setSinkId?.(choice.output).catch(() => undefined);
  const volume = sound.createGain();
  volume.gain.value = choice.volume;
  volume.connect(sound.destination);
  const start = sound.currentTime;
  for (let ring = 0; ring < rings; ring += 1) {
    for (const [hz, after, length] of tones[choice.tone]) {
      note(sound, volume, hz, start + ring * everyS + after, length);
    }
  }
  return () => volume.disconnect();
}

function note(sound: AudioContext, out: GainNode, frequency: number, start: number, length: number): void {
  const oscillator = sound.createOscillator();
  const swell = sound.createGain();
  oscillator.type = 'sine';
  oscillator.frequency.value = frequency;
  swell.gain.setValueAtTime(0, start);
  swell.gain.linearRampToValueAtTime(0.24, start + 0.03);
  swell.gain.exponentialRampToValueAtTime(0.0008, start + length);
  oscillator.connect(swell).connect(out);
  oscillator.start(start);
  oscillator.stop(start + length + 0.05);
}
