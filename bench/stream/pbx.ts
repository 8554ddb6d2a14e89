import { type ChildProcess, fork } from 'node:child_process';
import { setTimeout as pause } from 'node:timers/promises';
import type { PlannedCall } from './generate.ts';
import { siblingScript } from './sibling.ts';

/** What the PBX is told. */
export type PbxWish =
  | { readonly do: 'wave'; readonly calls: number; readonly callsPerSecond: number; readonly cutAfterMs?: number }
  | { readonly do: 'tell' }
  | { readonly do: 'rings' };

/** What it tells. */
export interface PbxTold {
  readonly port?: number;
  readonly cut?: number;
  readonly now?: PbxNow;
  readonly rang?: readonly (readonly [string, string])[];
}

export interface PbxNow {
  readonly toBegin: number;
  readonly underWay: number;
  /** Event sessions that have asked what goes on. */
  readonly listening: number;
  readonly unsent: number;
  readonly mostUnsent: number;
  readonly frames: number;
  /** Calls begun since it was asked last. */
  readonly planned: readonly PlannedCall[];
}

/** A PBX in a process of its own. */
export interface BenchPbx {
  readonly port: number;
  readonly cuts: number;
  /** Begins so many calls at a pace, and breaks all connections in the middle when told. */
  wave(wish: Omit<Extract<PbxWish, { do: 'wave' }>, 'do'>): void;
  ask(): Promise<PbxNow>;
  /** All calls that ever began, as they must be judged. */
  readonly planned: readonly PlannedCall[];
  /** When the ringing of each phone was sent, by `linkedid extension`; what was told before is told no more. */
  rings(): Promise<ReadonlyMap<string, bigint>>;
  /** Asks again and again until it is so. */
  until(fits: (now: PbxNow) => boolean, withinMs: number, what: string): Promise<PbxNow>;
  stop(): void;
}

export async function startPbx(options: {
  readonly seed: number;
  readonly phones: number;
  readonly customers: number;
  readonly celPath?: string;
  readonly notesRings?: boolean;
}): Promise<BenchPbx> {
  const { seed, phones, customers, celPath = '', notesRings = false } = options;
  const child: ChildProcess = fork(siblingScript(import.meta.url, 'pbx-process'), [
    ...[seed, phones, customers].map(String),
    celPath,
    notesRings ? 'rings' : '',
  ]);
  const planned: PlannedCall[] = [];
  let cuts = 0;
  let heard: (rang: ReadonlyMap<string, bigint>) => void = () => {};
  let waiting: ((now: PbxNow) => void)[] = [];
  const failed = new Promise<never>((_resolve, reject) => {
    child.once('exit', (code) => reject(new Error(`The PBX of the bench ended with ${code}`)));
  });
  failed.catch(() => {});
  const port = new Promise<number>((resolve) => {
    child.on('message', (told: PbxTold) => {
      if (told.port !== undefined) resolve(told.port);
      if (told.cut !== undefined) cuts += 1;
      if (told.rang !== undefined) heard(new Map(told.rang.map(([key, at]) => [key, BigInt(at)])));
      if (told.now === undefined) return;
      planned.push(...told.now.planned);
      for (const one of waiting) one(told.now);
      waiting = [];
    });
  });
  const send = (wish: PbxWish) => child.send(wish);

  function ask(): Promise<PbxNow> {
    const told = new Promise<PbxNow>((resolve) => waiting.push(resolve));
    send({ do: 'tell' });
    return Promise.race([told, failed]);
  }

  return {
    port: await Promise.race([port, failed]),
    planned,
    get cuts() {
      return cuts;
    },
    wave: (wish) => void send({ do: 'wave', ...wish }),
    ask,
    rings() {
      const told = new Promise<ReadonlyMap<string, bigint>>((resolve) => {
        heard = resolve;
      });
      send({ do: 'rings' });
      return Promise.race([told, failed]);
    },
    async until(fits, withinMs, what) {
      for (const end = performance.now() + withinMs; ; ) {
        const now = await ask();
        if (fits(now)) return now;
        if (performance.now() > end) throw new Error(`Not within ${withinMs} ms: ${what}`);
        await pause(20);
      }
    },
    stop() {
      child.removeAllListeners('exit');
      if (child.connected) child.disconnect();
    },
  };
}
