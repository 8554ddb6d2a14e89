import { mkdir, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { emptyWav, silenced, talkWav } from './voice.ts';

/** Where a call's recording is: as MixMonitor names it, and as the dialplan's RECFILE does, below the recordings' root. */
export interface Recording {
  readonly file: string;
  readonly relative: string;
}

/** A stretch of a recording that holds silence by wish; `to` is null while it lasts. */
export interface Silence {
  readonly from: number;
  to: number | null;
}

/** Records calls, as MixMonitor with option `b` does: a call without talk leaves a header of 44 bytes. */
export interface Recorder {
  begin(callId: string, at: number): Recording;
  end(recording: Recording, talkedMs: number, silences?: readonly Silence[]): void;
  /** Resolves when all files of ended calls are on the disk. */
  settled(): Promise<void>;
}

const longestMs = 60_000;
// About 150 MB at most: a demonstration left running must not fill the disk.
const kept = 200;

/** A recorder that writes below `root`; `failed` hears of files that could not be written. */
export function startRecorder(root: string, failed: (error: unknown) => void): Recorder {
  const files: string[] = [];
  let work: Promise<void> = Promise.resolve();
  const write = async ({ file }: Recording, talkedMs: number, silences: readonly Silence[], seed: number) => {
    await mkdir(path.dirname(file), { recursive: true });
    await writeFile(file, talkedMs > 0 ? silenced(talkWav(Math.min(talkedMs, longestMs), seed), silences) : emptyWav());
    files.push(file);
    const oldest = files.length > kept ? files.shift() : undefined;
    if (oldest !== undefined) await rm(oldest, { force: true });
  };
  let seed = 1;
  return {
    begin(callId, at) {
      const day = new Date(at).toISOString().slice(0, 10).replaceAll('-', '/');
      const relative = `${day}/${callId.replace(/[^A-Za-z0-9._-]/g, '_').replace(/^\.+/, '_')}.wav`;
      return { file: path.resolve(root, relative), relative };
    },
    end(recording, talkedMs, silences = []) {
      work = work.then(() => write(recording, talkedMs, silences, seed++)).catch(failed);
    },
    settled: () => work,
  };
}
