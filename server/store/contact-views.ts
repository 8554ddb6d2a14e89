import { sql } from 'drizzle-orm';
import type { ContactDetail, ContactRow, OrganisationDetail } from '../../schema/contracts/contacts.ts';
import type { DbTx } from '../platform/db.ts';
import { personRef } from './call-rows.ts';
import { containing, cursor, ms, pageOf, rowsOf, type Wanted } from './sql.ts';

interface ContactSearch {
  readonly wanted: Wanted | null;
  readonly organisation: number | undefined;
  readonly cursor: string | undefined;
  readonly limit: number;
}

const phonesOf =
  sql.raw(`coalesce((select json_agg(json_build_object('id', p.id, 'e164', p.e164, 'label', p.label) order by p.id)
  from contact_phones p where p.contact_id = c.id), '[]')`);
/** What a list shows of a contact `c` … */
export const contactRow = sql`c.id, c.name, o.name as organisation, c.vip, c.level, ${phonesOf} as phones, ${personRef('u')} as owner,
  (select ${ms('max(k.ended_at)')} from calls k where k.contact_id = c.id and k.outcome = 'talked') as "lastTalkAt"`;
/** … and where it comes from. */
export const contactTables = sql.raw(
  `from contacts c left join organisations o on o.id = c.organisation_id left join users u on u.id = c.owner_id`,
);

/** The parts of a contact's page that come from one query; open callbacks are added by the use-case. */
export type ContactHead = Omit<ContactDetail, 'openCallbacks' | 'colleagues' | 'mergedFrom'>;

/** Contacts as the screens show them. */
export function contactViewStore(tx: DbTx) {
  return {
    async page({ wanted, organisation, cursor: word, limit }: ContactSearch) {
      const after = cursor.named(word);
      const place = after ? sql`(lower(c.name), c.id) > (${after[0]}, ${after[1]})` : sql`true`;
      const rows = await rowsOf<ContactRow & { place: string }>(
        tx,
        sql`select ${contactRow}, lower(c.name) as place ${contactTables} where c.merged_into is null and c.erased_at is null and ${place}
              and ${organisation === undefined ? sql`true` : sql`c.organisation_id = ${organisation}`}
              and ${wanted === null ? sql`true` : matching(wanted)}
            order by lower(c.name), c.id limit ${limit + 1}`,
      );
      const page = pageOf(rows, limit, (last) => [last.place, last.id]);
      return { next: page.next, rows: page.rows.map(({ place: _, ...contact }) => contact) };
    },
    async head(id: number, at: number): Promise<ContactHead | undefined> {
      const week = sql`to_timestamp(${(at - 7 * 86_400_000) / 1000})`;
      const [head] = await rowsOf<ContactHead>(
        tx,
        sql`select ${contactRow}, c.organisation_id as "organisationId", to_json(c.roles) as roles, ${personRef('f')} as favourite,
              c.birthday::text as birthday, c.call_every_days as "callEveryDays", c.language, c.version, ${ms('c.created_at')} as "createdAt",
              (select json_build_object('id', t.id, 'name', t.name) from calls k join users t on t.id = k.agent_id
                where k.contact_id = c.id and k.outcome = 'talked' order by k.ended_at desc limit 1) as "lastTalkWith",
              (select count(*)::int from calls k where k.contact_id = c.id and k.direction = 'outbound'
                and k.started_at > ${week}) as "calledThisWeek",
              json_build_object('calls', (select count(*) from calls k where k.contact_id = c.id),
                'recordings', (select count(*) from recording_links l where l.contact_id = c.id and l.detached_at is null),
                'notes', (select count(*) from notes n where n.contact_id = c.id)) as counts
            ${contactTables} left join users f on f.id = c.favourite_id where c.id = ${id} and c.erased_at is null`,
      );
      return head;
    },
    colleagues(id: number, organisationId: number): Promise<ContactDetail['colleagues']> {
      return rowsOf<ContactDetail['colleagues'][number]>(
        tx,
        sql`select c.id, c.name, o.name as organisation, c.vip, to_json(c.roles) as roles,
              (select p.e164 from contact_phones p where p.contact_id = c.id order by p.id limit 1) as phone
            ${contactTables} where c.organisation_id = ${organisationId} and c.id <> ${id} and c.merged_into is null
            order by lower(c.name), c.id limit 50`,
      );
    },
    async organisation(id: number): Promise<{ id: number; name: string; owed: number } | undefined> {
      const [found] = await rowsOf<{ id: number; name: string; owed: number }>(
        tx,
        sql`select o.id, o.name, (select count(*)::int from callbacks b join contacts c on c.id = b.contact_id
              where c.organisation_id = o.id and b.state in ('open', 'claimed', 'dialing', 'needs_human')) as owed
            from organisations o where o.id = ${id}`,
      );
      return found;
    },
    /** Everybody we know at a company, with what they do there. */
    peopleOf(organisationId: number): Promise<OrganisationDetail['people']> {
      return rowsOf<OrganisationDetail['people'][number]>(
        tx,
        sql`select ${contactRow}, to_json(c.roles) as roles ${contactTables}
            where c.organisation_id = ${organisationId} and c.merged_into is null order by lower(c.name), c.id limit 200`,
      );
    },
    organisations(q: string | undefined): Promise<{ id: number; name: string; contacts: number }[]> {
      return rowsOf(
        tx,
        sql`select o.id, o.name, (select count(*)::int from contacts c where c.organisation_id = o.id and c.merged_into is null) as contacts
            from organisations o where ${q ? sql`o.name ilike ${containing(q)}` : sql`true`} order by lower(o.name), o.id limit 50`,
      );
    },
  };
}
export type ContactViewStore = ReturnType<typeof contactViewStore>;

function matching({ text, e164, digits }: Wanted) {
  const like = containing(text);
  // A name is found however it is written: without marks, with Arabic or Persian letters, its words in any order.
  const key = sql`name_key(${text})`;
  const ways = [sql`c.name ilike ${like}`, sql`o.name ilike ${like}`];
  if (/\p{L}/u.test(text)) ways.push(sql`(${key} <> '' and position(${key} in name_key(c.name)) > 0)`);
  if (e164 !== null) ways.push(hasNumber(sql`p.e164 = ${e164}`));
  if (digits !== null) ways.push(hasNumber(sql`p.e164 like ${containing(digits)}`));
  return sql`(${sql.join(ways, sql` or `)})`;
}

function hasNumber(condition: ReturnType<typeof sql>) {
  return sql`exists (select 1 from contact_phones p where p.contact_id = c.id and ${condition})`;
}
