import { asc, gt, inArray } from 'drizzle-orm';
import { callbackEvents, callbacks } from '../../schema/tables/callbacks.ts';
import { notTheSum } from '../domain/callback/fold.ts';
import type { Db } from '../platform/db.ts';
import type { Violation } from './audit-views.ts';

/** How many items are held in memory with their histories at a time. */
const PAGE = 500;

/**
 * Goes through every item and its history: at most `limit` rows that are not what their own events say. While the service works on,
 * too: an item and its history are read as of the same instant.
 */
export async function auditHistories(db: Db, limit = 100): Promise<readonly Violation[]> {
  const found: Violation[] = [];
  for (let after = 0; found.length < limit; ) {
    const { items, lines } = await pageAfter(db, after);
    const last = items.at(-1);
    if (last === undefined) break;
    const histories = new Map<number, typeof lines>(items.map(({ id }) => [id, []]));
    for (const line of lines) histories.get(line.callbackId)?.push(line);
    for (const item of items) {
      const wrong = notTheSum(item, histories.get(item.id) ?? []);
      if (wrong.length > 0)
        found.push({ subject: String(item.id), what: `not the sum of its history: ${wrong.join(', ')}` });
    }
    after = last.id;
  }
  return found.slice(0, limit);
}

/** The next items with all that was written about them, both of one snapshot. */
function pageAfter(db: Db, after: number) {
  return db.transaction(
    async (tx) => {
      const items = await tx
        .select()
        .from(callbacks)
        .where(gt(callbacks.id, after))
        .orderBy(asc(callbacks.id))
        .limit(PAGE);
      const ids = items.map(({ id }) => id);
      const lines = await tx
        .select()
        .from(callbackEvents)
        .where(inArray(callbackEvents.callbackId, ids))
        .orderBy(asc(callbackEvents.id));
      return { items, lines };
    },
    { isolationLevel: 'repeatable read', accessMode: 'read only' },
  );
}
