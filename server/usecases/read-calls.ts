import type { CallDetail, CallQuery } from '../../schema/contracts/calls.ts';
import type { Office } from './office.ts';
import { Refusal } from './refusal.ts';
import { readWanted } from './wanted.ts';

/** One page of the call log, newest first; the first one with the counts beside its filters. */
export function readCalls(office: Office, { q, ...query }: CallQuery) {
  return office.transact(async (tx) => {
    const filter = { ...query, wanted: await readWanted(tx, q) };
    const counts = query.cursor === undefined ? await tx.callRows.counts(filter) : null;
    return { ...(await tx.callRows.page(filter)), counts };
  });
}

/** One call with its legs, offers, talks, recordings and notes. */
export function readCall(office: Office, id: number): Promise<CallDetail> {
  return office.transact(async (tx) => {
    const [row] = await tx.callRows.byIds([id]);
    const parts = await tx.callDetails.parts(id);
    if (!row || !parts) throw new Refusal('not-found');
    const recordingList = await tx.recordings.ofCalls([id]);
    return { ...row, ...parts, recordingList, notes: await tx.notes.ofCalls([id]) };
  });
}
