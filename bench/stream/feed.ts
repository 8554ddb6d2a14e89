import { fork } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Bytes on a loopback port, sent by another process, so that sending them costs this one nothing. */
export interface Feed {
  readonly port: number;
  stop(): void;
}

export async function startFeed(bytes: Buffer): Promise<Feed> {
  const folder = mkdtempSync(join(tmpdir(), 'ringback-bench-feed-'));
  const file = join(folder, 'stream.ami');
  writeFileSync(file, bytes);
  const here = fileURLToPath(import.meta.url);
  const child = fork(here.replace(/feed(\.\w+)$/, `feeder${extname(here)}`), [file]);
  const port = await new Promise<number>((resolve, reject) => {
    child.once('message', (told) => resolve(Number(told)));
    child.once('exit', (code) => reject(new Error(`The sender of the stream ended with ${code}`)));
  });
  return {
    port,
    stop() {
      child.removeAllListeners('exit');
      child.disconnect();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
