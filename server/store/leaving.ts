import { and, asc, eq, inArray, isNull, ne, sql } from 'drizzle-orm';
import { callbacks, liveStates } from '../../schema/tables/callbacks.ts';
import { lines } from '../../schema/tables/site.ts';
import type { Callback } from '../domain/callback/callback.ts';
import type { DbTx } from '../platform/db.ts';

const live = inArray(callbacks.state, [...liveStates]);

/** What hangs on a person or a line that is to go. */
export function leavingStore(tx: DbTx) {
  return {
    /** Open items a person owns, and how many they hold at this moment. */
    async ofPerson(userId: number) {
      const about = { id: callbacks.id, number: callbacks.number, contactId: callbacks.contactId };
      const owned = await tx
        .select(about)
        .from(callbacks)
        .where(and(live, eq(callbacks.ownerId, userId)))
        .orderBy(asc(callbacks.id));
      const [held] = await tx
        .select({ count: sql<number>`count(*)::int` })
        .from(callbacks)
        .where(and(live, eq(callbacks.claimedBy, userId)));
      return { owned, held: held?.count ?? 0 };
    },
    /** Open items of a line, whatever their origin. */
    ofLine(lineId: number): Promise<Callback[]> {
      return tx
        .select()
        .from(callbacks)
        .where(and(live, eq(callbacks.lineId, lineId)))
        .orderBy(asc(callbacks.id));
    },
    /** The same, locked until the end of the transaction. */
    holdOfLine(lineId: number): Promise<Callback[]> {
      return tx
        .select()
        .from(callbacks)
        .where(and(live, eq(callbacks.lineId, lineId)))
        .orderBy(asc(callbacks.id))
        .for('update');
    },
    /** A line that is in use. */
    async line(id: number) {
      return (
        await tx
          .select()
          .from(lines)
          .where(and(eq(lines.id, id), isNull(lines.retiredAt)))
      )[0];
    },
    /** The other lines of its group that are in use. */
    siblings(line: { readonly id: number; readonly siteId: number; readonly lineGroup: string }) {
      const same = and(eq(lines.siteId, line.siteId), eq(lines.lineGroup, line.lineGroup));
      return tx
        .select({ id: lines.id, key: lines.key, name: lines.name })
        .from(lines)
        .where(and(same, ne(lines.id, line.id), isNull(lines.retiredAt)))
        .orderBy(lines.name);
    },
    async retire(id: number, at: number): Promise<void> {
      await tx.update(lines).set({ retiredAt: at }).where(eq(lines.id, id));
    },
  };
}
export type LeavingStore = ReturnType<typeof leavingStore>;
