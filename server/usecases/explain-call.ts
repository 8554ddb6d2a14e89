import type { CallRow } from '../../schema/contracts/calls.ts';
import type { CallExplained } from '../../schema/contracts/explain.ts';
import { explainVerdict } from '../domain/call/explain.ts';
import { explainSteps } from '../domain/call/explain-steps.ts';
import { rankMatches } from '../domain/contact/rank-matches.ts';
import type { ExplainRow } from '../store/explain.ts';
import type { Office, OfficeTx } from './office.ts';
import { Refusal } from './refusal.ts';

/** Why a call stands in the log as it does: verdict, line, exclusion, person, debt; from what is stored of it. */
export function explainCall(office: Office, id: number): Promise<CallExplained> {
  return office.transact(async (tx) => {
    const [row] = await tx.callRows.byIds([id]);
    const parts = await tx.callDetails.parts(id);
    const more = await tx.explain.call(id);
    if (!row || !parts || !more) throw new Refusal('not-found');
    const { minTalkMs, returnedTalkMs, exclusion, callback } = more;
    return {
      callId: id,
      direction: row.direction,
      verdict: row.outcome,
      reason: row.reason,
      ...explainVerdict({ ...row, ...parts, minTalkMs }),
      steps: explainSteps(parts),
      thresholds: { minTalkMs, returnedTalkMs },
      line: {
        how: row.direction !== 'inbound' ? 'not_inbound' : row.line === null ? 'no_line_has_it' : 'dialled_number',
        called: more.called,
        calledRaw: more.calledRaw,
        line: row.line,
      },
      exclusion,
      match: await explainMatch(tx, row, more),
      callback,
      settles: row.settles,
    };
  });
}

async function explainMatch(tx: OfficeTx, row: CallRow, more: ExplainRow): Promise<CallExplained['match']> {
  const { number, contact } = row;
  const ids = number === null ? [] : await tx.matches.idsBehind(number);
  const known = new Map((await tx.matches.known(ids)).map((one) => [one.contact.id, one]));
  const ranked = rankMatches(
    [...known.values()].map(({ contact: { id }, owner, lastTalkAt }) => ({
      contactId: id,
      ownerId: owner?.id ?? null,
      lastTalkAt,
    })),
    more.agentId,
    more.chosenContactId,
  );
  const candidates = ranked.flatMap(({ contactId, reason }) => {
    const one = known.get(contactId);
    return one ? [{ contact: one.contact, reason }] : [];
  });
  return { how: howMatched(row, more, ids), number, contact, candidates };
}

function howMatched(
  { number, contact }: CallRow,
  { dialledContactId, chosenContactId }: ExplainRow,
  behind: readonly number[],
): CallExplained['match']['how'] {
  if (contact === null) {
    if (number === null) return 'no_number';
    return behind.length > 1 ? 'several_none_chosen' : 'nobody_has_it';
  }
  if (contact.id === dialledContactId) return 'dialled_from_contact';
  if (behind.length === 1 && behind[0] === contact.id) return 'only_match';
  return contact.id === chosenContactId ? 'chosen_before' : 'linked_later';
}
