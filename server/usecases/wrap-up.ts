import type { PlanOrigin } from '../../schema/contracts/callbacks.ts';
import { type Outcome, outcomeChips, outcomeTexts } from '../../schema/contracts/outcomes.ts';
import type { Deps } from './deps.ts';
import type { Actor, Office } from './office.ts';
import { requestCallback } from './open-callback.ts';
import { Refusal } from './refusal.ts';

interface WrapUp {
  readonly chip: string | null;
  readonly note: string;
  readonly next: { readonly dueAt: number; readonly note: string; readonly origin: PlanOrigin } | null;
}

/** After a call: what it was, the note, and the next step as an item of the agent's own, all or nothing. */
export function wrapUp(
  house: Office & Deps,
  actor: Actor,
  callId: number,
  { chip, note, next }: WrapUp,
): Promise<void> {
  return house.transact(async (tx) => {
    const at = house.now();
    const call = await tx.callDetails.subject(callId);
    if (!call) throw new Refusal('not-found');
    if (chip !== null) {
      const line = call.lineId === null ? undefined : await tx.site.line(call.lineId);
      if (!isKnown(chip, line?.outcomes ?? [])) throw new Refusal('bad-request', 'chip');
    }
    await tx.callDetails.wrapUp(callId, chip);
    if (note !== '') {
      const noteId = await tx.notes.add({ contactId: call.contactId, callId, authorId: actor.id, body: note, at });
      await tx.outbox.add(at, { type: 'changed', what: 'note', id: noteId });
    }
    if (next) {
      const site = await tx.site.get();
      if (!site) throw new Refusal('conflict');
      // The same transaction: a plan is never stored without its note, nor a note without its plan.
      const within: Deps = { ...house, transact: (work) => work(tx) };
      await requestCallback(within, {
        siteId: site.id,
        country: site.country,
        origin: next.origin,
        number: call.number,
        contactId: call.contactId,
        lineId: call.lineId,
        dueAt: next.dueAt,
        note: next.note || null,
        ownerId: actor.id,
        byId: actor.id,
      });
    }
    await tx.outbox.add(at, { type: 'call.logged', id: callId });
  });
}

/** A choice from the line's own list, or one of the six every line has: the list may have come while somebody talked. */
function isKnown(chip: string, own: readonly Outcome[]): boolean {
  return [...outcomeTexts(own), ...outcomeChips].includes(chip);
}
