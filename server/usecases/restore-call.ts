import { coverMiss } from './cover-miss.ts';
import type { Deps } from './deps.ts';
import type { Actor, Office } from './office.ts';
import { Refusal } from './refusal.ts';

/** A supervisor takes back an exclusion: from now on the missed call is owed like any other. */
export function restoreCall(house: Office & Deps, actor: Actor, callId: number): Promise<void> {
  return house.transact(async (tx) => {
    const at = house.now();
    await tx.calendars.shareHours();
    const call = await tx.callDetails.excluded(callId);
    if (!call) throw new Refusal((await tx.callDetails.subject(callId)) ? 'conflict' : 'not-found');
    const { number, contactId } = call;
    if (number !== null) await tx.callbacks.serialise([number]);
    await tx.callDetails.include(callId);
    const place = await tx.calls.place(call.pbxId, call.lineKey);
    const contactNumbers = contactId === null ? [] : await tx.calls.numbersOf(contactId);
    await coverMiss(house, tx, {
      callId,
      record: call,
      place,
      customer: {
        number,
        contactId,
        contactNumbers: contactNumbers.flatMap((own) => (own.shared ? [] : [own.number])),
      },
      at,
    });
    const entry = { at, actorId: actor.id, subject: `call:${callId}`, ip: actor.ip };
    await tx.audit.add({ ...entry, action: 'call.restored', detail: { rule: call.rule } });
    await tx.outbox.add(at, { type: 'call.logged', id: callId });
  });
}
