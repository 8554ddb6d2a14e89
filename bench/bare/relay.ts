import { type ChildProcess, fork } from 'node:child_process';
import { cpuMsOf } from '../product.ts';
import { siblingScript } from '../stream/sibling.ts';

/** The bare relay in a process of its own. */
export interface Relay {
  readonly url: string;
  readonly pid: number;
  /** User and system time of the process so far. */
  cpuMs(): number;
  stop(): void;
}

export async function startRelay(amiPort: number): Promise<Relay> {
  const child: ChildProcess = fork(siblingScript(import.meta.url, 'relay-process'), [String(amiPort)]);
  const port = await new Promise<number>((resolve, reject) => {
    child.once('message', (told) => resolve(Number(told)));
    child.once('exit', (code) => reject(new Error(`The bare relay ended with ${code}`)));
  });
  return {
    url: `http://127.0.0.1:${port}`,
    pid: child.pid ?? 0,
    cpuMs: () => cpuMsOf(child.pid ?? 0),
    stop() {
      child.removeAllListeners('exit');
      if (child.connected) child.disconnect();
    },
  };
}
