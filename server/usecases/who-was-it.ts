import type { CallRecord } from '../domain/call/call-record.ts';
import { lastTalk } from '../domain/callback/call-facts.ts';
import type { Attempt } from '../store/attempts.ts';
import type { PhoneOwners } from '../store/calls-parts.ts';
import type { Tx } from './deps.ts';

/** Who the customer is, as far as one contact is meant. */
export interface Customer {
  readonly number: string | null;
  readonly contactId: number | null;
  /** The contact's other numbers that nobody else has. */
  readonly contactNumbers: readonly string[];
}

/** Our attempt behind a call. Its id is the first channel's id too, which tells even when the variable was not seen. */
export async function ourAttempt(tx: Tx, { attemptId, linkedids }: CallRecord): Promise<Attempt | undefined> {
  const id = attemptId ?? linkedids.find((linkedid) => linkedid.startsWith('rb-'));
  return id === undefined ? undefined : tx.attempts.find(id);
}

/** Who of us talked last. */
export function talker(record: CallRecord, owners: PhoneOwners): number | null {
  const talk = lastTalk(record);
  return talk ? (owners.byDevice(talk.device) ?? owners.byExtension(talk.party)) : null;
}

/** One contact is meant when the agent dialled from their page, only one has the number, or the agent chose one before. */
export async function contactMeant(
  tx: Tx,
  number: string | null,
  behind: readonly number[],
  dialled: number | null,
  agentId: number | null,
): Promise<number | null> {
  if (dialled !== null) return dialled;
  if (number === null || behind.length === 0) return null;
  if (behind.length === 1) return behind[0] ?? null;
  const chosen = agentId === null ? undefined : await tx.calls.chosen(number, agentId);
  return chosen !== undefined && behind.includes(chosen) ? chosen : null;
}

/** The contact's other numbers that nobody else has. */
export async function ownNumbers(tx: Tx, contactId: number | null, number: string | null): Promise<readonly string[]> {
  if (contactId === null) return [];
  const phones = await tx.calls.numbersOf(contactId);
  return phones.filter((phone) => !phone.shared && phone.number !== number).map((phone) => phone.number);
}
