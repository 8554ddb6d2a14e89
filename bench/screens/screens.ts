import { fork } from 'node:child_process';
import { siblingScript } from '../stream/sibling.ts';

/** Screens in a process of their own. */
export interface Screens {
  /** When each call first rang on each screen, by `linkedid extension`; what was told before is told no more. */
  rings(): Promise<ReadonlyMap<string, bigint>>;
  stop(): void;
}

interface Told {
  readonly open?: number;
  readonly rings?: readonly (readonly [string, string])[];
  readonly failed?: string;
}

const OPEN_MS = 120_000;

/** Opens `count` screens on a server; the cookie of each is the prefix and its extension. */
export async function openScreens(url: string, count: number, cookiePrefix: string): Promise<Screens> {
  const child = fork(siblingScript(import.meta.url, 'screens-process'), [url, '1001', String(count), cookiePrefix]);
  let heard: (rings: ReadonlyMap<string, bigint>) => void = () => {};
  let broken: string | null = null;
  await new Promise<void>((resolve, reject) => {
    const late = setTimeout(() => reject(new Error(`Not all screens could be opened in time; ${broken}`)), OPEN_MS);
    child.once('exit', (code) => reject(new Error(`The screens ended with ${code}`)));
    child.on('message', (told: Told) => {
      if (told.failed !== undefined) broken = told.failed;
      if (told.rings !== undefined) heard(new Map(told.rings.map(([key, at]) => [key, BigInt(at)])));
      if (told.open === undefined) return;
      clearTimeout(late);
      resolve();
    });
  });
  return {
    async rings() {
      const told = new Promise<ReadonlyMap<string, bigint>>((resolve) => {
        heard = resolve;
      });
      child.send('rings');
      const rings = await told;
      if (broken !== null) throw new Error(`A screen was lost: ${broken}`);
      return rings;
    },
    stop() {
      child.removeAllListeners('exit');
      if (child.connected) child.disconnect();
    },
  };
}
