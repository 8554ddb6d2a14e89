import type { Coverage } from '../../schema/contracts/live.ts';
import type { DbTx } from '../platform/db.ts';
import type { Logger } from '../platform/logger.ts';
import { type PbxStore, pbxStore } from '../store/pbx.ts';

type InTransaction = <T>(work: (tx: DbTx) => Promise<T>) => Promise<T>;

/**
 * Writes down which seconds were seen: a stretch while the link lives, a blind window when it is gone. While the
 * database is away nothing is lost by it: a stretch is begun as soon as the database is back, from when it truly began.
 */
export function followCoverage(
  inTransaction: InTransaction,
  pbxId: number,
  now: () => number,
  log: Pick<Logger, 'warn'>,
  seenAgain: () => void,
) {
  let live: { readonly since: number; intervalId: number | null } | null = null;
  let under = 0;
  let work: Promise<void> = Promise.resolve();

  function then(act: (store: PbxStore) => Promise<void>): void {
    under += 1;
    work = work
      .then(() => inTransaction((tx) => act(pbxStore(tx))))
      .catch((cause: unknown) => log.warn({ err: cause }, 'What was seen of the PBX could not be written down.'))
      .finally(() => {
        under -= 1;
      });
  }

  function begin(stretch: NonNullable<typeof live>): void {
    then(async (store) => {
      stretch.intervalId ??= await store.seeAgain(pbxId, stretch.since, 'not_connected');
    });
    void work.then(() => {
      if (stretch.intervalId !== null) seenAgain();
    });
  }

  return {
    changed(state: Coverage) {
      if (state.live && live === null) {
        live = { since: now(), intervalId: null };
        begin(live);
      } else if (!state.live && live !== null) {
        const stretch = live;
        live = null;
        const until = state.completeTo ?? now();
        then(async (store) => {
          // Without a begin there is no end to write: the next begin finds the whole hole.
          if (stretch.intervalId === null) return;
          await store.seenUntil(stretch.intervalId, until);
          await store.goBlind(pbxId, until, state.why ?? 'unknown');
        });
      }
    },
    tick() {
      const stretch = live;
      if (stretch === null || under > 0) return;
      if (stretch.intervalId === null) {
        begin(stretch);
        return;
      }
      const at = now();
      const { intervalId } = stretch;
      then((store) => store.seenUntil(intervalId, at));
    },
    stopped: () => work,
  };
}
