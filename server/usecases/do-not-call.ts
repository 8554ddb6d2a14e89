import type { z } from 'zod';
import type { DoNotCallRow, NewDoNotCall } from '../../schema/contracts/call-rules.ts';
import { normalise } from '../domain/number/normalise.ts';
import type { Actor, Office } from './office.ts';
import { Refusal } from './refusal.ts';

/** Everybody may see whom we do not ring. */
export function listDoNotCall(office: Office): Promise<DoNotCallRow[]> {
  return office.transact((tx) => tx.callRules.list());
}

/** Puts a number on the list. What is owed to it stays owed: a supervisor decides. */
export function addDoNotCall(office: Office, actor: Actor, wish: z.infer<typeof NewDoNotCall>): Promise<void> {
  return office.transact(async (tx) => {
    const site = await tx.site.get();
    const number = site ? normalise(wish.number, site) : null;
    if (number === null) throw new Refusal('bad-number', 'number');
    const at = office.now();
    const { reason } = wish;
    if (!(await tx.callRules.add({ number, reason, addedBy: actor.id, addedAt: at }))) return;
    const entry = { at, actorId: actor.id, subject: `number:${number}`, ip: actor.ip };
    await tx.audit.add({ ...entry, action: 'do_not_call.added', detail: { reason }, personal: true });
  });
}

/** Takes a number off the list. */
export function removeDoNotCall(office: Office, actor: Actor, number: string): Promise<void> {
  return office.transact(async (tx) => {
    if (!(await tx.callRules.remove(number))) throw new Refusal('not-found');
    const entry = { at: office.now(), actorId: actor.id, subject: `number:${number}`, ip: actor.ip };
    await tx.audit.add({ ...entry, action: 'do_not_call.removed', personal: true });
  });
}
