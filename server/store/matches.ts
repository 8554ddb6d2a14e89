import { eq, type SQL, sql } from 'drizzle-orm';
import type { Match } from '../../schema/contracts/live.ts';
import { matchChoices } from '../../schema/tables/contacts.ts';
import type { DbTx } from '../platform/db.ts';
import { contactRef, personRef } from './call-rows.ts';
import { ms, rowsOf } from './sql.ts';

/** A person behind a number as a card shows them, before it is said why. */
export type Known = Omit<Match, 'reason'>;

const known = sql`select ${contactRef('c', 'o')} as contact, ${personRef('u')} as owner, c.level,
              ${ms('t.ended_at')} as "lastTalkAt", ${personRef('a')} as "lastTalkWith", n.note as "lastNote"
            from contacts c left join organisations o on o.id = c.organisation_id left join users u on u.id = c.owner_id
            left join lateral (select k.ended_at, k.agent_id from calls k where k.contact_id = c.id and k.outcome = 'talked'
              order by k.started_at desc limit 1) t on true
            left join users a on a.id = t.agent_id
            left join lateral (select json_build_object('body', n.body, 'author', w.name, 'at',
                (extract(epoch from n.created_at) * 1000)::bigint) as note
              from notes n join users w on w.id = n.author_id where n.contact_id = c.id
              order by n.created_at desc, n.id desc limit 1) n on true`;

/** Who is meant by a number. */
export function matchStore(tx: DbTx) {
  const read = (where: SQL) => rowsOf<Known>(tx, sql`${known} where ${where}`);
  return {
    async choose(e164: string, userId: number, contactId: number, at: number): Promise<void> {
      await tx
        .insert(matchChoices)
        .values({ e164, userId, contactId, at })
        .onConflictDoUpdate({ target: [matchChoices.e164, matchChoices.userId], set: { contactId, at } });
    },
    choicesOf(contactId: number): Promise<{ e164: string; userId: number }[]> {
      const { e164, userId } = matchChoices;
      return tx.select({ e164, userId }).from(matchChoices).where(eq(matchChoices.contactId, contactId));
    },
    idsBehind(e164: string): Promise<number[]> {
      return rowsOf<{ id: number }>(
        tx,
        sql`select p.contact_id as id from contact_phones p join contacts c on c.id = p.contact_id
            where p.e164 = ${e164} and c.merged_into is null order by p.contact_id`,
      ).then((rows) => rows.map((found) => found.id));
    },
    known(ids: readonly number[]): Promise<Known[]> {
      return ids.length === 0 ? Promise.resolve([]) : read(sql`c.id in ${[...ids]} and c.merged_into is null`);
    },
    /** All people by their row number, in slices. */
    knownAfter: (id: number, limit: number): Promise<Known[]> =>
      read(sql`c.id > ${id} and c.merged_into is null order by c.id limit ${limit}`),
  };
}
export type MatchStore = ReturnType<typeof matchStore>;
