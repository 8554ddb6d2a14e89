import { sql } from 'drizzle-orm';
import type { FeedMessage, FeedNews } from '../../schema/contracts/feed.ts';
import { feedMessages } from '../../schema/tables/integrations.ts';
import type { DbTx } from '../platform/db.ts';
import { ms, rowsOf } from './sql.ts';

/** News for integrators; the same `key` again is not told twice. */
export interface KeyedNews {
  readonly key: string | null;
  readonly news: FeedNews;
}

/** Which numbers the feed still holds. */
export interface FeedPlace {
  /** The oldest number kept; 0 when nothing was ever told. */
  readonly oldest: number;
  readonly newest: number;
}

/** Any number that no other lock of ours has. */
const numberingLock = 7_232_461;

/** What integrators are told. Written by several, numbered in the order of commits. */
export function feedStore(tx: DbTx) {
  return {
    async add(items: readonly KeyedNews[]): Promise<void> {
      if (items.length === 0) return;
      // Held until the commit: whoever sees a number sees all smaller ones.
      await tx.execute(sql`select pg_advisory_xact_lock(${numberingLock})`);
      await tx
        .insert(feedMessages)
        .values(items.map(({ key, news }) => ({ at: news.at, key, body: news })))
        .onConflictDoNothing({ target: feedMessages.key });
    },
    /** The next messages behind a number, oldest first. */
    async after(seq: number, limit: number): Promise<FeedMessage[]> {
      const rows = await rowsOf<{ id: number; body: FeedNews }>(
        tx,
        sql`select id, body from feed_messages where id > ${seq} order by id limit ${limit}`,
      );
      return rows.map(({ id, body }) => ({ seq: id, ...body }));
    },
    async place(): Promise<FeedPlace> {
      const [row] = await rowsOf<FeedPlace>(
        tx,
        sql`select coalesce(min(id), 0) as oldest, coalesce(max(id), 0) as newest from feed_messages`,
      );
      return row ?? { oldest: 0, newest: 0 };
    },
    /** Forgets what is older, but never the newest of it: by that row it is known from where on nothing is missing. */
    async forget(before: number): Promise<void> {
      const old = sql`at < to_timestamp(${before / 1000})`;
      await tx.execute(
        sql`delete from feed_messages where ${old} and id < (select max(id) from feed_messages where ${old})`,
      );
    },
    /** What the feed tells of a finished call beyond its row in the log. */
    async ended(callId: number): Promise<{ readonly call: string; readonly recordedAt: number } | undefined> {
      const [row] = await rowsOf<{ call: string; recordedAt: number }>(
        tx,
        sql`select p.name || ':' || c.linkedid as call, ${ms('c.recorded_at')} as "recordedAt"
            from calls c join pbxes p on p.id = c.pbx_id where c.id = ${callId}`,
      );
      return row;
    },
  };
}
export type FeedStore = ReturnType<typeof feedStore>;
