import type { CallRecord } from '../domain/call/call-record.ts';
import type { Callback } from '../domain/callback/callback.ts';
import { type DbTx, runNamed, type Statement } from '../platform/db.ts';
import { itemColumns, steppedColumns } from './callback-columns.ts';
import type { EventRow } from './callbacks-events.ts';
import type { CallFindings } from './calls.ts';
import { factsOf } from './calls.ts';
import { type LegRow, type OfferRow, plain, type RecordingRow, type TalkRow } from './calls-parts.ts';
import { type Column, type ManyRows, manyRows } from './many-rows.ts';
import { type OutboxFact, outboxChannel } from './outbox.ts';

/** A call that is to be written, with the row number it was given. */
export interface NewCall extends CallFindings {
  readonly id: number;
  readonly pbxId: number;
  readonly bootId: number;
  readonly record: CallRecord;
}

/** Everything that a batch of calls leaves behind, in the order it came about. */
export interface Pending {
  readonly calls: (ReturnType<typeof factsOf> & NewCall & { readonly linkedid: string })[];
  readonly legs: LegRow[];
  readonly offers: OfferRow[];
  readonly talks: TalkRow[];
  readonly files: RecordingRow[];
  /** Calls whose new files belong on a contact's profile. */
  readonly links: { readonly callId: number; readonly contactId: number; readonly at: number }[];
  /** Items as they are born. */
  readonly items: Callback[];
  readonly covers: { readonly callId: number; readonly callbackId: number; readonly at: number }[];
  readonly events: EventRow[];
  readonly facts: { readonly at: number; readonly fact: OutboxFact }[];
}

/** Nothing yet. */
export function nothingPending(): Pending {
  return {
    calls: [],
    legs: [],
    offers: [],
    talks: [],
    files: [],
    links: [],
    items: [],
    covers: [],
    events: [],
    facts: [],
  };
}

/** A new call with all columns of its row. */
export function callRow(call: NewCall): Pending['calls'][number] {
  return { ...call, linkedid: plain(call.record.linkedid), ...factsOf(call.record) };
}

/** An item before and after the steps of one batch. */
export interface Stepped {
  readonly before: Callback;
  readonly after: Callback;
}

const calls = manyRows<Pending['calls'][number]>([
  ['id', 'bigint', (row) => row.id],
  ['pbx_id', 'bigint', (row) => row.pbxId],
  ['boot_id', 'bigint', (row) => row.bootId],
  ['linkedid', 'text', (row) => row.linkedid],
  ['linkedids', 'texts', (row) => row.linkedids],
  ['direction', 'text', (row) => row.direction],
  ['customer', 'text', (row) => row.customer],
  ['caller_raw', 'text', (row) => row.callerRaw],
  ['caller_name', 'text', (row) => row.callerName],
  ['withheld', 'boolean', (row) => row.withheld],
  ['called', 'text', (row) => row.called],
  ['called_raw', 'text', (row) => row.calledRaw],
  ['line_id', 'bigint', (row) => row.lineId],
  ['queue', 'text', (row) => row.queue],
  ['started_at', 'instant', (row) => row.startedAt],
  ['ended_at', 'instant', (row) => row.endedAt],
  ['waited_ms', 'integer', (row) => row.waitedMs],
  ['talked_ms', 'integer', (row) => row.talkedMs],
  ['outcome', 'text', (row) => row.outcome],
  ['reason', 'text', (row) => row.reason],
  ['contact_id', 'bigint', (row) => row.contactId],
  ['agent_id', 'bigint', (row) => row.agentId],
  ['attempt_id', 'text', (row) => row.attemptId],
  ['excluded_by', 'bigint', (row) => row.excludedBy],
  ['warnings', 'texts', (row) => row.warnings],
  ['recorded_at', 'instant', (row) => row.recordedAt],
]);

const legs = manyRows<LegRow>([
  ['call_id', 'bigint', (row) => row.callId],
  ['uniqueid', 'text', (row) => row.uniqueid],
  ['channel', 'text', (row) => row.channel],
  ['role', 'text', (row) => row.role],
  ['device', 'text', (row) => row.device],
  ['user_id', 'bigint', (row) => row.userId],
  ['extension', 'text', (row) => row.extension],
  ['number', 'text', (row) => row.number],
  ['started_at', 'instant', (row) => row.startedAt],
  ['up_at', 'instant', (row) => row.upAt],
  ['ended_at', 'instant', (row) => row.endedAt],
  ['cause', 'integer', (row) => row.cause],
  ['cause_text', 'text', (row) => row.causeText],
]);

const offers = manyRows<OfferRow>([
  ['call_id', 'bigint', (row) => row.callId],
  ['uniqueid', 'text', (row) => row.uniqueid],
  ['device', 'text', (row) => row.device],
  ['user_id', 'bigint', (row) => row.userId],
  ['queue', 'text', (row) => row.queue],
  ['started_at', 'instant', (row) => row.startedAt],
  ['rang_at', 'instant', (row) => row.rangAt],
  ['ended_at', 'instant', (row) => row.endedAt],
  ['result', 'text', (row) => row.result],
]);

const talks = manyRows<TalkRow>([
  ['call_id', 'bigint', (row) => row.callId],
  ['uniqueid', 'text', (row) => row.uniqueid],
  ['device', 'text', (row) => row.device],
  ['user_id', 'bigint', (row) => row.userId],
  ['party', 'text', (row) => row.party],
  ['started_at', 'instant', (row) => row.startedAt],
  ['ended_at', 'instant', (row) => row.endedAt],
]);

const files = manyRows<RecordingRow>([
  ['call_id', 'bigint', (row) => row.callId],
  ['uniqueid', 'text', (row) => row.uniqueid],
  ['path', 'text', (row) => row.path],
  ['state', 'text', (row) => row.state],
  ['started_at', 'instant', (row) => row.startedAt],
]);

const links = manyRows<Pending['links'][number]>([
  ['call_id', 'bigint', (row) => row.callId],
  ['contact_id', 'bigint', (row) => row.contactId],
  ['linked_at', 'instant', (row) => row.at],
]);

const covers = manyRows<Pending['covers'][number]>([
  ['call_id', 'bigint', (row) => row.callId],
  ['callback_id', 'bigint', (row) => row.callbackId],
  ['at', 'instant', (row) => row.at],
]);

const events = manyRows<EventRow>([
  ['callback_id', 'bigint', (row) => row.callbackId],
  ['at', 'instant', (row) => row.at],
  ['type', 'text', (row) => row.type],
  ['actor_id', 'bigint', (row) => row.actorId],
  ['rule', 'text', (row) => row.rule],
  ['detail', 'json', (row) => row.detail],
]);

const outbox = manyRows<Pending['facts'][number]>([
  ['at', 'instant', (row) => row.at],
  ['type', 'text', (row) => row.fact.type],
  ['payload', 'json', (row) => row.fact],
]);

const items = manyRows<Callback>([['id', 'bigint', (row) => row.id], ...itemColumns]);

const steps = manyRows<Stepped>([
  ['id', 'bigint', ({ before }) => before.id],
  ['was_state', 'text', ({ before }) => before.state],
  ['was_fence', 'integer', ({ before }) => before.fence],
  ...steppedColumns.map(([name, type, of]): Column<Stepped> => [name, type, ({ after }) => of(after)]),
]);

const parts = [calls, legs, offers, talks, files, links, items, covers, events, outbox] as const;

/** Where the parameters of each part begin. */
const [ofCalls, ofLegs, ofOffers, ofTalks, ofFiles, ofLinks, ofItems, ofCovers, ofEvents, ofOutbox] = beginnings();

function beginnings() {
  let first = 1;
  const found = parts.map(({ width }) => {
    first += width;
    return first - width;
  });
  const at = (n: number): number => found[n] ?? 0;
  return [at(0), at(1), at(2), at(3), at(4), at(5), at(6), at(7), at(8), at(9)] as const;
}

function into<Row>(table: string, { names, taken, source }: ManyRows<Row>, first: number, chosen = ''): string {
  return `insert into ${table} (${names}) ${chosen} select ${taken} from ${source(first)}`;
}

/** The count makes the items stand before a cover is added to them, as its trigger demands. */
const write: Statement = {
  name: 'ringback_write_calls',
  text: `with added as (${into('calls', calls, ofCalls, 'overriding system value')}),
    legs as (${into('call_legs', legs, ofLegs)} on conflict do nothing),
    offers as (${into('call_offers', offers, ofOffers)} on conflict do nothing),
    talks as (${into('call_talks', talks, ofTalks)} on conflict do nothing),
    files as (${into('recordings', files, ofFiles)} on conflict do nothing returning id, call_id),
    linked as (insert into recording_links (recording_id, contact_id, linked_at)
      select files.id, x.contact_id, ${links.taking('linked_at')} from files join ${links.source(ofLinks)} on x.call_id = files.call_id),
    opened as (${into('callbacks', items, ofItems, 'overriding system value')} returning id),
    covered as (${into('callback_calls', covers, ofCovers)} where (select count(*) from opened) >= 0),
    history as (${into('callback_events', events, ofEvents)}),
    told as (${into('outbox', outbox, ofOutbox)})
    select pg_notify('${outboxChannel}', '')`,
};

const step: Statement = {
  name: 'ringback_step_callbacks',
  text: `update callbacks set ${steppedColumns.map(([name]) => `${name} = ${steps.taking(name)}`).join(', ')}
    from ${steps.source(1)}
    where callbacks.id = x.id and callbacks.state = x.was_state and callbacks.fence = x.was_fence returning callbacks.id`,
};

/** Writes all of it; the items' steps last, when the talks that prove them and the calls they cover stand. */
export async function writePending(tx: DbTx, pending: Pending, stepped: readonly Stepped[]): Promise<void> {
  await runNamed(tx, write, [
    ...calls.values(pending.calls),
    ...legs.values(pending.legs),
    ...offers.values(pending.offers),
    ...talks.values(pending.talks),
    ...files.values(pending.files),
    ...links.values(pending.links),
    ...items.values(pending.items),
    ...covers.values(pending.covers),
    ...events.values(pending.events),
    ...outbox.values(pending.facts),
  ]);
  if (stepped.length === 0) return;
  const moved = await runNamed(tx, step, steps.values(stepped));
  if (moved.length !== stepped.length) throw new Error('A callback that was held has moved on');
}
