import type { CallRecord } from '../domain/call/call-record.ts';
import { improves } from '../domain/records/improves.ts';
import type { Deps } from './deps.ts';
import { type RecordedCall, recordCall } from './record-call.ts';

/**
 * Writes a call that was judged from the PBX's own records. A call the log holds already is found by any of its names,
 * in whatever life of the PBX, and is touched only where doubt becomes certainty.
 */
export async function reconcileCall(
  deps: Deps,
  pbxId: number,
  bootId: number,
  record: CallRecord,
): Promise<Pick<RecordedCall, 'callId' | 'changed'>> {
  const known = await deps.transact((tx) => tx.calls.knownAs(pbxId, record.linkedids, record.startedAt));
  const certain = known.find((call) => !improves(call, record));
  if (certain !== undefined) return { callId: certain.id, changed: false };
  const same = known.find(({ linkedid }) => linkedid === record.linkedid) ?? known[0];
  if (same === undefined) return recordCall(deps, pbxId, bootId, record);
  return recordCall(deps, pbxId, same.bootId, { ...record, linkedid: same.linkedid }, { replace: true });
}
