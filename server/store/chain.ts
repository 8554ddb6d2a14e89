import { sql } from 'drizzle-orm';
import { chainLinks } from '../../schema/tables/callbacks.ts';
import type { ChainEntry, ChainLink, LinkToCheck } from '../domain/chain/chain.ts';
import { chainStart } from '../domain/chain/chain.ts';
import type { DbTx } from '../platform/db.ts';
import { rowsOf } from './sql.ts';

/** Ids are given before the commit, so a row may show up behind later ones; none comes later than this many. */
const lateRows = 10_000;

/** The content of an entry in one spelling that hangs on no setting of the session. */
const digestOf = {
  callback_events: sql`encode(sha256(convert_to(jsonb_build_array(e.id, e.callback_id, (extract(epoch from e.at) * 1000000)::bigint,
    e.type, e.actor_id, e.rule, e.detail)::text, 'UTF8')), 'hex')`,
  audit_log: sql`coalesce((select x.digest from erased_entries x where x.row_id = e.id), audit_digest(e))`,
};

/**
 * An entry of the audit log as it stands. Whose words were erased counts as what was sealed when it reads as the erasure
 * left it, and the erasure's own entry, which is sealed too, names both.
 */
const auditedToday = sql`coalesce((select case when x.replaced = audit_digest(e) and exists (
    select from audit_log a where a.subject = 'contact:' || x.contact_id and a.action = 'contact.erased'
      and a.detail->'entries' @> jsonb_build_array(jsonb_build_array(x.row_id, x.digest, x.replaced)))
    then x.digest else 'rewritten' end
  from erased_entries x where x.row_id = e.id), audit_digest(e))`;

/** The hash chain over the logs nobody may rewrite. */
export function chainStore(tx: DbTx) {
  const unsealedOf = (source: keyof typeof digestOf) => sql`
    select ${source}::text as source, e.id as "rowId", ${digestOf[source]} as digest, e.at
    from ${sql.identifier(source)} e
    where e.id > (select coalesce(max(row_id), 0) - ${lateRows} from chain_links where source = ${source})
      and not exists (select from chain_links l where l.source = ${source} and l.row_id = e.id)`;
  return {
    /** One sealer at a time; others wait for its commit. */
    async lock(): Promise<void> {
      await tx.execute(sql`select pg_advisory_xact_lock(hashtext('ringback chain'))`);
    },
    /** The last link; what stands before the first where there is none. */
    async head(): Promise<{ seq: number; hash: string; sealedAt: number | null }> {
      const [row] = await rowsOf<{ seq: number; hash: string; sealedAt: number }>(
        tx,
        sql`select seq::int as seq, hash, (extract(epoch from sealed_at) * 1000)::float8 as "sealedAt"
            from chain_links order by seq desc limit 1`,
      );
      return row ?? { seq: 0, hash: chainStart, sealedAt: null };
    },
    /** Entries without a link, the oldest first. */
    async unsealed(limit: number): Promise<ChainEntry[]> {
      return rowsOf<ChainEntry>(
        tx,
        sql`select source, "rowId"::int as "rowId", digest from (${unsealedOf('callback_events')} union all ${unsealedOf('audit_log')}) waiting
            order by at, source, "rowId" limit ${limit}`,
      );
    },
    async add(links: readonly ChainLink[], at: number): Promise<void> {
      if (links.length === 0) return;
      await tx.insert(chainLinks).values(links.map((link) => ({ ...link, sealedAt: at })));
    },
    /** Links after `seq` with what their entries are today. */
    async links(after: number, limit: number): Promise<LinkToCheck[]> {
      return rowsOf<LinkToCheck>(
        tx,
        sql`select l.seq::int as seq, l.source, l.row_id::int as "rowId", l.hash,
              case l.source
                when 'callback_events' then (select ${digestOf.callback_events} from callback_events e where e.id = l.row_id)
                else (select ${auditedToday} from audit_log e where e.id = l.row_id)
              end as digest
            from chain_links l where l.seq > ${after} order by l.seq limit ${limit}`,
      );
    },
    /** The place of a hash that was printed before; null when the chain never had it. */
    async placeOf(hash: string): Promise<number | null> {
      const [row] = await rowsOf<{ seq: number }>(
        tx,
        sql`select seq::int as seq from chain_links where hash = ${hash}`,
      );
      return row?.seq ?? null;
    },
    /** Entries without a link that were written before `at`: a sealer that has stopped, or rows pushed in from behind. */
    async leftOut(at: number): Promise<number> {
      const before = sql`to_timestamp(${at / 1000})`;
      const [row] = await rowsOf<{ n: number }>(
        tx,
        sql`select (select count(*) from callback_events e where e.at < ${before}
              and not exists (select from chain_links l where l.source = 'callback_events' and l.row_id = e.id))::int
          + (select count(*) from audit_log e where e.at < ${before}
              and not exists (select from chain_links l where l.source = 'audit_log' and l.row_id = e.id))::int as n`,
      );
      return row?.n ?? 0;
    },
  };
}
export type ChainStore = ReturnType<typeof chainStore>;
