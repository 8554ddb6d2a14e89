import { normalise } from '../domain/number/normalise.ts';
import type { PhoneEntry } from '../store/contacts.ts';
import type { OfficeTx } from './office.ts';
import { Refusal } from './refusal.ts';

interface TypedPhone {
  readonly number: string;
  readonly label?: string | undefined;
}

/** Numbers as people type them, in E.164; the same number twice is one. */
export async function readPhones(tx: OfficeTx, typed: readonly TypedPhone[]): Promise<PhoneEntry[]> {
  const site = await tx.site.get();
  const place = { country: site?.country ?? '', areaCode: site?.areaCode ?? null };
  const phones = new Map<string, PhoneEntry>();
  for (const [index, { number, label }] of typed.entries()) {
    const e164 = normalise(number, place);
    if (e164 === null) throw new Refusal('bad-number', `phones.${index}.number`);
    if (!phones.has(e164)) phones.set(e164, { e164, label: label || null });
  }
  return [...phones.values()];
}

/** Draws earlier calls, recordings and debts of numbers that are this contact's alone to it. */
export async function relinkOwn(
  tx: OfficeTx,
  contactId: number,
  numbers: readonly string[],
  at: number,
): Promise<void> {
  // A call of theirs that is being written right now either waits for us, or is in the log when we look.
  await tx.callbacks.serialise(numbers);
  const own: string[] = [];
  for (const number of numbers) if (!(await tx.contacts.sharedWithOthers(contactId, number))) own.push(number);
  const { calls, recordings } = await tx.contacts.relink(contactId, own, at);
  const callbacks = own.length > 0 ? await tx.callbacks.linkContact(own, contactId) : [];
  await tx.outbox.add(
    at,
    ...calls.slice(-200).map((id) => ({ type: 'call.logged', id }) as const),
    ...recordings.slice(-200).map((id) => ({ type: 'changed', what: 'recording', id }) as const),
    ...callbacks.map((id) => ({ type: 'callback.changed', id }) as const),
  );
}
