import type { CallRecord } from '../domain/call/call-record.ts';

/** Calls that stand in the log in doubt and may still be told whole. */
export interface Doubted {
  add(record: CallRecord): void;
  forget(isTold: (record: CallRecord) => boolean): void;
  readonly records: readonly CallRecord[];
  stop(): void;
}

/** So often, and so much later each time, the records are looked at again for them. */
const LOOKS = 6;
const LATE_MS = 20_000;

/** A PBX may write its records late (a table away, a slow disk): whoever is owed in doubt until then is looked for again. */
export function createDoubted(look: () => Promise<void>): Doubted {
  let waiting: { readonly record: CallRecord; looks: number }[] = [];
  let timer: NodeJS.Timeout | undefined;
  let stopped = false;

  function later(): void {
    if (stopped || timer !== undefined || waiting.length === 0) return;
    timer = setTimeout(() => void again(), LATE_MS);
  }

  async function again(): Promise<void> {
    const lookedFor = waiting;
    await look();
    timer = undefined;
    for (const one of lookedFor) one.looks += 1;
    waiting = waiting.filter(({ looks }) => looks < LOOKS);
    later();
  }

  return {
    add(record) {
      waiting.push({ record, looks: 0 });
      later();
    },
    forget(isTold) {
      waiting = waiting.filter(({ record }) => !isTold(record));
    },
    get records() {
      return waiting.map(({ record }) => record);
    },
    stop() {
      stopped = true;
      clearTimeout(timer);
      waiting = [];
    },
  };
}
