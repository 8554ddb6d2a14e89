import type { CallRecord } from '../domain/call/call-record.ts';
import type { Deps } from './deps.ts';
import { recordCalls } from './record-calls.ts';
import type { RecordedCall, Recording } from './record-within.ts';

export type { RecordedCall };

/**
 * Writes a judged call and all that follows from it, in one transaction: a batch of one. The same record again changes
 * nothing, unless it is to replace what was known in part.
 */
export async function recordCall(
  deps: Deps,
  pbxId: number,
  bootId: number,
  record: CallRecord,
  recording: Recording = {},
): Promise<RecordedCall> {
  const [recorded] = await recordCalls(deps, pbxId, [{ bootId, record }], recording);
  if (!recorded) throw new Error('The call was neither stored nor known');
  return recorded;
}
