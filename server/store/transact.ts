import type { Db, DbTx } from '../platform/db.ts';
import { attemptStore } from './attempts.ts';
import { auditLogStore } from './audit-log.ts';
import { calendarStore } from './calendar.ts';
import { type FinishedCall, openCallBatch } from './call-batch.ts';
import { callRuleStore } from './call-rules.ts';
import { callbackStore } from './callbacks.ts';
import { callStore } from './calls.ts';
import { candidateStore } from './candidates.ts';
import { deliveryStore } from './deliveries.ts';
import { deviceStore } from './devices.ts';
import { escalationStore } from './escalation.ts';
import { keptAgentStore } from './kept-agents.ts';
import { noticeStore } from './notices.ts';
import { offerStore } from './offers.ts';
import { hasNews, outboxStore, wakeOver } from './outbox.ts';
import { markDone, type OnceRequest } from './request-answers.ts';
import { userStore } from './users.ts';

/** All that a use-case of the ledger may read and write, within one transaction. */
export function storesOf(tx: DbTx) {
  const calls = callStore(tx);
  const [callbacks, candidates] = [callbackStore(tx), candidateStore(tx)];
  const [attempts, outbox] = [attemptStore(tx), outboxStore(tx)];
  const real = { calls, callbacks, candidates, attempts, outbox };
  return {
    ...real,
    /** Finished calls are written through a batch, be it of one. */
    openBatch: (pbxId: number, finished: readonly FinishedCall[]) => openCallBatch(tx, real, pbxId, finished),
    calendars: calendarStore(tx),
    audit: auditLogStore(tx),
    callRules: callRuleStore(tx),
    offers: offerStore(tx),
    users: userStore(tx),
    devices: deviceStore(tx),
    keptAgents: keptAgentStore(tx),
    escalation: escalationStore(tx),
    notices: noticeStore(tx),
    deliveries: deliveryStore(tx),
  };
}
export type Stores = ReturnType<typeof storesOf>;

/** Runs work in one transaction of the ledger. */
export function transactOver(db: Db) {
  return transactWith(db, storesOf);
}

/**
 * Runs work in one transaction. Work has no other effects, so a deadlock or a lost race is simply run again. `inCourseOf`
 * tells the request that is being done, when it gave a key.
 */
export function transactWith<S>(db: Db, stores: (tx: DbTx) => S, inCourseOf: () => OnceRequest | null = () => null) {
  const wake = wakeOver(db);
  return async <T>(work: (tx: S) => Promise<T>): Promise<T> => {
    for (let tries = 1; ; tries += 1) {
      try {
        let news = false;
        const done = await once(db, inCourseOf(), async (tx) => {
          const result = await work(stores(tx));
          news = hasNews(tx);
          return result;
        });
        if (news) wake();
        return done;
      } catch (cause) {
        if (tries >= 4 || !isLostRace(cause)) throw cause;
      }
    }
  };
}

/** The transaction itself; when it does the work of a request that gave a key, the key is committed with it. */
async function once<T>(db: Db, request: OnceRequest | null, work: (tx: DbTx) => Promise<T>): Promise<T> {
  if (request === null || request.done || request.over) return db.transaction(work);
  let marked = false;
  const result = await db.transaction(async (tx) => {
    const worked = await work(tx);
    marked = await markDone(tx, request);
    return worked;
  });
  request.done ||= marked;
  return result;
}

/**
 * Deadlock or serialisation failure, as Postgres names them, or a call that somebody else has added meanwhile; Drizzle
 * wraps the driver's error.
 */
function isLostRace(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  if ('code' in error && (error.code === '40P01' || error.code === '40001')) return true;
  if ('constraint' in error && error.constraint === 'calls_natural_key') return true;
  return isLostRace(error.cause);
}
