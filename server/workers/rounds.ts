type Log = Record<'warn' | 'error', (fields: object, sentence: string) => void>;

export interface Round {
  readonly name: string;
  readonly everyMs: number;
  /** Usually as `everyMs`, but a minute at most: a service that is often started anew still does its rounds. */
  readonly firstAfterMs?: number;
  readonly run: () => Promise<unknown>;
}

const FIRST_MS = 60_000;

/** Work done again and again, each round after the last one of its kind has ended. A failed round is logged, the next comes all the same. */
export interface Rounds {
  start(): void;
  /** Resolves when no round is under way and none will come. */
  stop(): Promise<void>;
}

export function createRounds(rounds: readonly Round[], log: Log): Rounds {
  const timers = new Map<Round, NodeJS.Timeout>();
  const underWay = new Set<Promise<void>>();
  let stopped = false;

  function plan(round: Round, afterMs: number): void {
    if (stopped) return;
    timers.set(
      round,
      setTimeout(() => {
        const work: Promise<void> = go(round).finally(() => {
          underWay.delete(work);
          plan(round, round.everyMs);
        });
        underWay.add(work);
      }, afterMs),
    );
  }

  async function go(round: Round): Promise<void> {
    try {
      await round.run();
    } catch (cause) {
      log.warn({ err: cause, round: round.name }, 'A round of work failed; it is tried again.');
    }
  }

  return {
    start() {
      for (const round of rounds) plan(round, round.firstAfterMs ?? Math.min(round.everyMs, FIRST_MS));
    },
    async stop() {
      stopped = true;
      for (const timer of timers.values()) clearTimeout(timer);
      await Promise.all(underWay);
    },
  };
}
