import type { Callback } from '../domain/callback/callback.ts';
import type { LedgerEvent } from '../domain/callback/transition.ts';

/** A line of history as the table holds it. */
export interface EventRow {
  readonly callbackId: number;
  readonly at: number;
  readonly type: string;
  readonly actorId: number | null;
  readonly rule: string | null;
  readonly detail: Readonly<Record<string, string | number | boolean | null>>;
}

/** By which way a wish came, and who told it: plain values for the history, no number. */
export type Asked = Readonly<Record<'via', string>> & { readonly asker?: string };

/** The first line of an item's history. */
export function openedRow(item: Callback, actorId: number | null, asked: Asked | null = null): EventRow {
  const { id, createdAt, origin, dueAt, workableAt, firstMissAt, misses, priority, needsReason, ownerId } = item;
  const detail = { origin, dueAt, workableAt, firstMissAt, misses, priority, needsReason, ownerId, ...asked };
  return { callbackId: id, at: createdAt, type: 'opened', actorId, rule: item.ownerRule, detail };
}

/** A step as a line of history: the plain values of the event, no number, no note. */
export function eventRow(callbackId: number, event: LedgerEvent): EventRow {
  const { type, at, ...rest } = event;
  const { by = null, rule = null, note: _note, ...detail } = { by: null, rule: null, note: null, ...rest };
  return { callbackId, at, type, actorId: by, rule, detail };
}
