import { and, eq, isNull, sql } from 'drizzle-orm';
import type { RecordingView } from '../../schema/contracts/calls.ts';
import { recordingLinks, recordings } from '../../schema/tables/calls.ts';
import type { DbTx } from '../platform/db.ts';
import { heardIn } from './heard.ts';
import { containing, cursor, ms, pageOf, rowsOf, type Wanted } from './sql.ts';

/** A recorded file as the PBX named it. */
export interface RecordedFile {
  readonly id: number;
  readonly callId: number;
  readonly path: string;
  readonly state: 'pending' | 'ready' | 'empty' | 'missing' | 'refused' | 'erased';
}

/** Silenced stretches as places in the file: it begins when two parties are first connected (MixMonitor's option b). */
const mutedIn = sql`coalesce((select json_agg(json_build_object(
    'fromMs', greatest(0, (m->>'from')::bigint - heard.begun), 'toMs', greatest(0, (m->>'to')::bigint - heard.begun)))
  from jsonb_array_elements(r.muted) m, (select coalesce((extract(epoch from min(t.started_at)) * 1000)::bigint,
    (extract(epoch from r.started_at) * 1000)::bigint) as begun from call_talks t where t.call_id = r.call_id) heard), '[]')`;

const view = sql`select r.id, r.call_id as "callId", r.state, r.bytes, r.duration_ms as "durationMs",
  ${ms('r.started_at')} as "startedAt", ${mutedIn} as muted,
  coalesce((select json_agg(json_build_object('id', u.id, 'name', u.name) order by u.id) from users u where u.id in
    (select t.user_id from call_talks t where t.call_id = r.call_id and ${heardIn})), '[]') as agents,
  coalesce((select json_agg(json_build_object('id', l.id,
      'contact', json_build_object('id', c.id, 'name', c.name, 'organisation', o.name, 'vip', c.vip),
      'by', case when u.id is null then null else json_build_object('id', u.id, 'name', u.name) end,
      'at', (extract(epoch from l.linked_at) * 1000)::bigint, 'why', l.why) order by l.id)
    from recording_links l join contacts c on c.id = l.contact_id left join organisations o on o.id = c.organisation_id
    left join users u on u.id = l.linked_by where l.recording_id = r.id and l.detached_at is null), '[]') as links
  from recordings r join calls k on k.id = r.call_id`;

interface Listing {
  readonly unlinked: boolean;
  readonly wanted: Wanted | null;
  readonly cursor: string | undefined;
  readonly limit: number;
}

/** Recordings and on whose profile they stand. */
export function recordingStore(tx: DbTx) {
  const file = { id: recordings.id, callId: recordings.callId, path: recordings.path, state: recordings.state };
  return {
    async file(id: number): Promise<RecordedFile | undefined> {
      return (await tx.select(file).from(recordings).where(eq(recordings.id, id)))[0];
    },
    async view(id: number): Promise<RecordingView | undefined> {
      return (await rowsOf<RecordingView>(tx, sql`${view} where r.id = ${id}`))[0];
    },
    ofCalls(callIds: readonly number[]): Promise<RecordingView[]> {
      if (callIds.length === 0) return Promise.resolve([]);
      return rowsOf(
        tx,
        sql`${view} where r.call_id in ${[...callIds]} and r.state not in ('refused', 'erased') order by r.started_at, r.id`,
      );
    },
    /** On a contact's profile by hand: of calls that are not the contact's own, newest first. */
    attachedTo(contactId: number, before: { at: number } | null, limit: number): Promise<RecordingView[]> {
      const place = before ? sql`r.started_at <= to_timestamp(${before.at / 1000})` : sql`true`;
      return rowsOf(
        tx,
        sql`${view} where r.id in (select l.recording_id from recording_links l where l.contact_id = ${contactId}
              and l.detached_at is null) and k.contact_id is distinct from ${contactId} and ${place}
            order by r.started_at desc, r.id desc limit ${limit}`,
      );
    },
    /** Which recordings stand on this profile now. */
    async linkedTo(contactId: number, ids: readonly number[]): Promise<ReadonlySet<number>> {
      if (ids.length === 0) return new Set();
      const rows = await rowsOf<{ id: number }>(
        tx,
        sql`select recording_id as id from recording_links where contact_id = ${contactId} and detached_at is null
            and recording_id in ${[...ids]}`,
      );
      return new Set(rows.map((row) => row.id));
    },
    async page({ unlinked, wanted, cursor: word, limit }: Listing) {
      const after = cursor.numbers(word, 2);
      const place = after
        ? sql`(r.started_at, r.id) < (to_timestamp(${Number(after[0]) / 1000}), ${after[1]})`
        : sql`true`;
      const loose = sql`not exists (select 1 from recording_links l where l.recording_id = r.id and l.detached_at is null)`;
      const rows = await rowsOf<RecordingView>(
        tx,
        sql`${view} where r.state <> 'erased' and ${place} and ${unlinked ? loose : sql`true`} and ${wanted ? named(wanted) : sql`true`}
            order by r.started_at desc, r.id desc limit ${limit + 1}`,
      );
      return pageOf(rows, limit, (row) => [row.startedAt, row.id]);
    },
    /** False when it stands there already. The row lock makes two at once wait for each other. */
    async attach(id: number, contactId: number, by: number, why: string, at: number): Promise<boolean> {
      await tx.execute(sql`select 1 from recordings where id = ${id} for update`);
      const [standing] = await rowsOf(
        tx,
        sql`select 1 from recording_links where recording_id = ${id} and contact_id = ${contactId} and detached_at is null`,
      );
      if (standing) return false;
      await tx.insert(recordingLinks).values({ recordingId: id, contactId, linkedBy: by, linkedAt: at, why });
      return true;
    },
    async detach(id: number, linkId: number, by: number, why: string, at: number): Promise<boolean> {
      const standing = and(
        eq(recordingLinks.id, linkId),
        eq(recordingLinks.recordingId, id),
        isNull(recordingLinks.detachedAt),
      );
      const set = { detachedBy: by, detachedAt: at, detachedWhy: why };
      return (await tx.update(recordingLinks).set(set).where(standing).returning({ id: recordingLinks.id })).length > 0;
    },
    /** Files that must go: the recording was erased, its file may still be there. */
    async toRemove(limit: number): Promise<{ id: number; path: string }[]> {
      return rowsOf(
        tx,
        sql`select id, path from recordings where state = 'erased' and path not like 'erased/%' order by id limit ${limit}`,
      );
    },
    /** The file is gone: its name, which may tell a number, goes too. */
    async removed(id: number): Promise<void> {
      await tx.execute(sql`update recordings set path = 'erased/' || id where id = ${id} and state = 'erased'`);
    },
    /** Files not looked at yet, or not found so far; the oldest look first. */
    unchecked(before: number, limit: number): Promise<(RecordedFile & { startedAt: number })[]> {
      return rowsOf(
        tx,
        sql`select r.id, r.call_id as "callId", r.path, r.state, ${ms('r.started_at')} as "startedAt" from recordings r where r.state = 'pending'
              and (r.checked_at is null or r.checked_at < to_timestamp(${before / 1000}))
            order by r.checked_at nulls first, r.id limit ${limit}`,
      );
    },
    async checked(
      id: number,
      found: { state: RecordedFile['state']; bytes: number | null; durationMs: number | null },
      at: number,
    ) {
      await tx
        .update(recordings)
        .set({ ...found, checkedAt: at })
        .where(eq(recordings.id, id));
    },
  };
}
export type RecordingStore = ReturnType<typeof recordingStore>;

function named({ text, e164, digits }: Wanted) {
  const like = containing(text);
  const ways = [
    sql`k.caller_name ilike ${like}`,
    sql`exists (select 1 from contacts c where c.id = k.contact_id and c.name ilike ${like})`,
  ];
  if (e164 !== null) ways.push(sql`k.customer = ${e164}`);
  if (digits !== null) ways.push(sql`k.customer like ${containing(digits)}`);
  return sql`(${sql.join(ways, sql` or `)})`;
}
