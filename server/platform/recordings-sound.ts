import type { FileHandle } from 'node:fs/promises';
import type { OpenRecording } from './recordings-root.ts';

/** What a recorded file holds: sound of a known or unknown length, or nothing at all. */
export interface Sound {
  readonly empty: boolean;
  readonly durationMs: number | null;
}

const nothing: Sound = { empty: true, durationMs: 0 };
/** Bytes a second of formats that have no header. */
const bareRates: Readonly<Record<string, number>> = { 'audio/x-gsm': 1650, 'audio/basic': 8000 };

/** Looks into a recording. A WAV without samples (a call that ended before anyone spoke) is empty. */
export async function soundOf(file: OpenRecording): Promise<Sound> {
  if (file.bytes === 0) return nothing;
  if (file.contentType === 'audio/wav') return wave(file.handle, file.bytes);
  const rate = bareRates[file.contentType];
  return { empty: false, durationMs: rate ? Math.round((file.bytes * 1000) / rate) : null };
}

/** Walks the chunks of a RIFF file. Asterisk writes the sizes at the end, so the file's own length is the limit. */
async function wave(handle: FileHandle, bytes: number): Promise<Sound> {
  const head = Buffer.alloc(Math.min(bytes, 4096));
  await handle.read(head, 0, head.length, 0);
  if (head.length < 12 || head.toString('latin1', 0, 4) !== 'RIFF' || head.toString('latin1', 8, 12) !== 'WAVE') {
    return nothing;
  }
  let byteRate: number | null = null;
  let at = 12;
  while (at + 8 <= head.length) {
    const name = head.toString('latin1', at, at + 4);
    const size = head.readUInt32LE(at + 4);
    if (name === 'fmt ' && at + 20 <= head.length) byteRate = head.readUInt32LE(at + 16);
    if (name === 'data') return length(bytes - at - 8, size, byteRate);
    at += 8 + size + (size % 2);
  }
  return nothing;
}

function length(left: number, size: number, byteRate: number | null): Sound {
  // A size of zero or all ones is a header that was never finished: the rest of the file is the sound.
  const samples = size === 0 || size > left ? left : size;
  if (samples <= 0) return nothing;
  return { empty: false, durationMs: byteRate ? Math.round((samples * 1000) / byteRate) : null };
}
