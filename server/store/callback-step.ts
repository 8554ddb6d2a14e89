import type { Callback } from '../domain/callback/callback.ts';
import type { LedgerEvent } from '../domain/callback/transition.ts';
import { type DbTx, runNamed, type Statement } from '../platform/db.ts';
import { steppedColumns } from './callback-columns.ts';
import { type EventRow, eventRow } from './callbacks-events.ts';
import { type Column, manyRows } from './many-rows.ts';
import { leaveNews, type OutboxFact } from './outbox.ts';

/** A fact for the screens and when it came about. */
export interface Told {
  readonly at: number;
  readonly fact: OutboxFact;
}

/** An item before and after the steps of one batch. */
export interface Stepped {
  readonly before: Callback;
  readonly after: Callback;
}

/** Lines of history as they are sent. */
export const events = manyRows<EventRow>([
  ['callback_id', 'bigint', (row) => row.callbackId],
  ['at', 'instant', (row) => row.at],
  ['type', 'text', (row) => row.type],
  ['actor_id', 'bigint', (row) => row.actorId],
  ['rule', 'text', (row) => row.rule],
  ['detail', 'json', (row) => row.detail],
]);

/** Facts for the screens as they are sent. */
export const outbox = manyRows<Told>([
  ['at', 'instant', (row) => row.at],
  ['type', 'text', (row) => row.fact.type],
  ['payload', 'json', (row) => row.fact],
]);

/** Steps as they are sent: what the row must still be, and what it becomes. */
export const steps = manyRows<Stepped>([
  ['id', 'bigint', ({ before }) => before.id],
  ['was_state', 'text', ({ before }) => before.state],
  ['was_fence', 'integer', ({ before }) => before.fence],
  ...steppedColumns.map(([name, type, of]): Column<Stepped> => [name, type, ({ after }) => of(after, after)]),
]);

/** The update of items by steps whose parameters begin here; what has moved on meanwhile is left alone. */
export function stepTaking(first: number): string {
  return `update callbacks set ${steppedColumns.map(([name]) => `${name} = ${steps.taking(name)}`).join(', ')}
    from ${steps.source(first)}
    where callbacks.id = x.id and callbacks.state = x.was_state and callbacks.fence = x.was_fence returning callbacks.id`;
}

const ofEvent = 1 + steps.width;
const ofOutbox = ofEvent + events.width;

const take: Statement = {
  name: 'ringback_take_step',
  text: `with moved as (${stepTaking(1)}),
    history as (insert into callback_events (${events.names}) select ${events.taken} from ${events.source(ofEvent)}
      where exists (select from moved)),
    told as (insert into outbox (${outbox.names}) select ${outbox.taken} from ${outbox.source(ofOutbox)}
      where exists (select from moved))
    select id from moved`,
};

/** Stores a step with its line of history and the news for the screens, at once; false when the row has moved on. */
export async function storeStep(tx: DbTx, before: Callback, after: Callback, event: LedgerEvent): Promise<boolean> {
  const moved = await runNamed(tx, take, [
    ...steps.values([{ before, after }]),
    ...events.values([eventRow(before.id, event)]),
    ...outbox.values([toldOf(before.id, event)]),
  ]);
  leaveNews(tx);
  return moved.length > 0;
}

/** What the screens are told of a step. */
export function toldOf(id: number, { at }: LedgerEvent): Told {
  return { at, fact: { type: 'callback.changed', id } };
}
