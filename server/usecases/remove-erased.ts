import { type RecordingsRoot, removeRecording } from '../platform/recordings-root.ts';
import type { Office } from './office.ts';

const atOnce = 500;

/** Removes the files of erased recordings; answers how many could not be removed. They are tried again every minute. */
export async function removeErased({ transact }: Pick<Office, 'transact'>, root: RecordingsRoot): Promise<number> {
  const files = await transact((tx) => tx.recordings.toRemove(atOnce));
  let left = 0;
  for (const { id, path } of files) {
    if (await removeRecording(root, path)) await transact((tx) => tx.recordings.removed(id));
    else left += 1;
  }
  return left;
}
