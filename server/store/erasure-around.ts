import { type SQL, sql } from 'drizzle-orm';
import type { DbTx } from '../platform/db.ts';
import { bigints, type PersonScope, texts } from './person-scope.ts';
import { containing } from './sql.ts';
import { digestOf } from './unwanted.ts';

/** A name shorter than this stands in too much that is about somebody else. */
const tellingLetters = 4;

/** Blanks one person in what stands around the log: the feed, letters, answers kept for browsers, frames set aside, lists. */
export async function blankAround(
  tx: DbTx,
  { ids, own, calls, callbacks }: PersonScope,
  spellings: readonly string[],
  names: readonly string[],
): Promise<void> {
  const [mine, inCalls, items, numbers] = [bigints(ids), bigints(calls), bigints(callbacks), texts(own)];
  const words = [...spellings, ...names.filter((name) => name.trim().length >= tellingLetters)].map(containing);
  const says = (column: SQL) => sql`${column} ilike any(${sql.param(words)}::text[])`;
  await tx.execute(
    sql`update feed_messages set body = body || '{"number": null}'
        where body->>'number' = ${numbers} or (body->>'contactId')::bigint = ${mine}
          or (body->>'callId')::bigint = ${inCalls} or (body->>'callbackId')::bigint = ${items}`,
  );
  await tx.execute(
    sql`update feed_messages set body = body || '{"contactId": null}' where (body->>'contactId')::bigint = ${mine}`,
  );
  const nobody = sql`'{"number": null, "contact": null}'::jsonb`;
  await tx.execute(
    sql`update deliveries set payload = payload || ${nobody}
        where channel = 'webhook' and (payload->>'callbackId')::bigint = ${items}`,
  );
  await tx.execute(
    sql`update deliveries set payload = jsonb_set(payload, '{items}', (select jsonb_agg(
            case when (i->>'callbackId')::bigint = ${items} then i || ${nobody} else i end)
          from jsonb_array_elements(payload->'items') i))
        where channel = 'mail' and exists (select from jsonb_array_elements(payload->'items') i
          where (i->>'callbackId')::bigint = ${items})`,
  );
  await tx.execute(sql`delete from request_keys where callback_id = ${items}`);
  await tx.execute(
    sql`insert into kept_wishes (digest, added_at)
          select ${digestOf(sql`number`)}, added_at from do_not_call where number = ${numbers}
        on conflict (digest) do update set added_at = greatest(kept_wishes.added_at, excluded.added_at)`,
  );
  await tx.execute(sql`delete from do_not_call where number = ${numbers}`);
  await tx.execute(sql`delete from match_choices where e164 = ${numbers}`);
  // A rule keeps its id, which stands on the calls it left out; the number it names goes, and with it what it did.
  await tx.execute(
    sql`update exclusion_rules set value = '', enabled = false where kind = 'blocked_number' and value = ${numbers}`,
  );
  if (words.length === 0) return;
  await tx.execute(sql`delete from request_answers where ${says(sql.raw('body'))} or ${says(sql.raw('key'))}`);
  await tx.execute(
    sql`update quarantined_events set raw = '', detail = '{}' where ${says(sql.raw('raw'))} or ${says(sql.raw('detail::text'))}`,
  );
}
