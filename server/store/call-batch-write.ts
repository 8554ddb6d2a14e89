import type { Callback } from '../domain/callback/callback.ts';
import { type DbTx, runNamed, type Statement } from '../platform/db.ts';
import {
  type CallParts,
  calls,
  files,
  legs,
  type NewCall,
  namedFiles,
  offers,
  rejudgedColumns,
  talks,
} from './call-columns.ts';
import { itemColumns } from './callback-columns.ts';
import { events, outbox, type Stepped, steps, stepTaking, type Told } from './callback-step.ts';
import type { EventRow } from './callbacks-events.ts';
import { type ManyRows, manyRows } from './many-rows.ts';
import { outboxChannel } from './outbox.ts';

/** Everything that a batch of calls leaves behind, in the order it came about. */
export interface Pending {
  readonly calls: NewCall[];
  /** Calls whose legs, offers, talks and files are to be told; what is stored already stays. */
  readonly parts: CallParts[];
  /** Calls whose new files belong on a contact's profile. */
  readonly links: { readonly callId: number; readonly contactId: number; readonly at: number }[];
  /** Items as they are born. */
  readonly items: Callback[];
  readonly covers: { readonly callId: number; readonly callbackId: number; readonly at: number }[];
  readonly events: EventRow[];
  readonly facts: Told[];
}

/** Nothing yet. */
export function nothingPending(): Pending {
  return {
    calls: [],
    parts: [],
    links: [],
    items: [],
    covers: [],
    events: [],
    facts: [],
  };
}

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

const items = manyRows<Callback>([['id', 'bigint', (row) => row.id], ...itemColumns]);

const tables = [calls, legs, offers, talks, files, links, items, covers, events, outbox] as const;

/** Where the parameters of each part begin. */
const [ofCalls, ofLegs, ofOffers, ofTalks, ofFiles, ofLinks, ofItems, ofCovers, ofEvents, ofOutbox] = beginnings();

function beginnings() {
  let first = 1;
  const found = tables.map(({ width }) => {
    first += width;
    return first - width;
  });
  const at = (n: number): number => found[n] ?? 0;
  return [at(0), at(1), at(2), at(3), at(4), at(5), at(6), at(7), at(8), at(9)] as const;
}

function into<Row, Whole>(
  table: string,
  { names, taken, source }: ManyRows<Row, Whole>,
  first: number,
  chosen = '',
): string {
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

const step: Statement = { name: 'ringback_step_callbacks', text: stepTaking(1) };

/** Its parameters are the columns of a call; what names it, and when it was first recorded, stay. */
const anew: Statement = {
  name: 'ringback_rejudge_call',
  text: `update calls set ${rejudgedColumns.map((name) => `${name} = ${calls.taking(name)}`).join(', ')}
    from ${calls.source(1)} where calls.id = x.id`,
};

/** A better verdict on a call that the log holds. */
export async function rejudgeCall(tx: DbTx, call: NewCall): Promise<void> {
  await runNamed(tx, anew, calls.values([call]));
}

/** Writes all of it; the items' steps last, when the talks that prove them and the calls they cover stand. */
export async function writePending(tx: DbTx, pending: Pending, stepped: readonly Stepped[]): Promise<void> {
  const { parts } = pending;
  await runNamed(tx, write, [
    ...calls.values(pending.calls),
    ...legs.valuesWithin(parts, ({ record }) => record.legs),
    ...offers.valuesWithin(parts, ({ record }) => record.offers),
    ...talks.valuesWithin(parts, ({ record }) => record.talks),
    ...files.valuesWithin(parts, namedFiles),
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
