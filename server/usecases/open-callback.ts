import type { PlanOrigin } from '../../schema/contracts/callbacks.ts';
import type { Callback } from '../domain/callback/callback.ts';
import { whyNotCallable } from '../domain/callback/can-be-called.ts';
import { priorityOf } from '../domain/callback/priority.ts';
import type { Asked } from '../store/callbacks-events.ts';
import { chooseOwner } from './choose-owner.ts';
import type { Deps, Tx } from './deps.ts';
import { Refusal } from './refusal.ts';

export interface Request {
  readonly siteId: number;
  readonly country: string;
  readonly origin: 'requested' | 'cadence' | 'birthday' | PlanOrigin;
  /** E.164; the contact's first number when null. */
  readonly number: string | null;
  readonly contactId: number | null;
  readonly lineId: number | null;
  readonly dueAt: number;
  /** Who named no time may be called as soon as somebody is there. */
  readonly soon?: boolean;
  readonly note: string | null;
  /** Who shall call; null: the rule chooses. */
  readonly ownerId: number | null;
  readonly byId: number | null;
  /** By which way somebody outside asked; null: at the desk. */
  readonly asked?: Asked;
}

/** Someone asks for a call, or plans the next one: from now on it is owed like a missed call. */
export function requestCallback(deps: Deps, request: Request): Promise<Callback> {
  return deps.transact((tx) => openRequest(deps, tx, request));
}

/** The same within a transaction. */
export async function openRequest(deps: Omit<Deps, 'transact'>, tx: Tx, request: Request): Promise<Callback> {
  const { contactId, ownerId, origin, siteId, lineId, dueAt } = request;
  const at = deps.now();
  const number =
    request.number ?? (contactId === null ? null : ((await tx.calls.numbersOf(contactId))[0]?.number ?? null));
  if (number === null) throw new Refusal('bad-number', 'number');
  const needsReason = whyNotCallable({ number, raw: number, withheld: false }, (e164) =>
    deps.kindOf(e164, request.country),
  );
  const behind = contactId === null ? await tx.calls.contactsBehind(number) : [contactId];
  const contact = behind.length === 1 ? (behind[0] ?? null) : null;
  const owner =
    ownerId === null ? await chooseOwner(tx, { number, contactId: contact }) : { ownerId, ownerRule: 'by_hand' };
  const item = await tx.callbacks.open(
    {
      siteId,
      origin,
      key: null,
      number,
      lineId,
      contactId: contact,
      queue: null,
      needsReason,
      dueAt,
      workableAt: request.soon ? at : null,
      firstMissAt: at,
      misses: 0,
      priority: priorityOf({ vip: contact !== null && (await tx.calls.isVip(contact)), misses: 1 }),
      ...owner,
      note: request.note,
      createdAt: at,
    },
    request.byId,
    request.asked ?? null,
  );
  await tx.outbox.add(at, { type: 'callback.changed', id: item.id });
  return item;
}
