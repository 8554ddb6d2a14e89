import { openRecording, type RecordingsRoot } from '../platform/recordings-root.ts';
import { soundOf } from '../platform/recordings-sound.ts';
import type { RecordedFile } from '../store/recordings.ts';
import type { Office } from './office.ts';

/** A file that did not come within this is missing: a disk that was full, a mount that was away. */
const missingAfterMs = 10 * 60_000;
/** A file that was just written to is not finished. */
const settledAfterMs = 1_000;
const lookAgainAfterMs = 3_000;

type Finding = { state: RecordedFile['state']; bytes: number | null; durationMs: number | null };

/** Looks at recordings the PBX has named and nobody has looked at: are they there, and is there sound? Answers how many changed. */
export async function checkRecordings(office: Office, root: RecordingsRoot, limit = 50): Promise<number> {
  const at = office.now();
  const files = await office.transact((tx) => tx.recordings.unchecked(at - lookAgainAfterMs, limit));
  let changed = 0;
  for (const file of files) {
    const finding = await look(root, file, at);
    await office.transact(async (tx) => {
      await tx.recordings.checked(file.id, finding, at);
      if (finding.state === 'pending') return;
      changed += 1;
      await tx.outbox.add(
        at,
        { type: 'changed', what: 'recording', id: file.id },
        { type: 'call.logged', id: file.callId },
      );
    });
  }
  return changed;
}

async function look(root: RecordingsRoot, file: RecordedFile & { startedAt: number }, at: number): Promise<Finding> {
  const opened = await openRecording(root, file.path);
  if (!opened.ok) {
    const state = opened.why === 'refused' ? 'refused' : at - file.startedAt > missingAfterMs ? 'missing' : 'pending';
    return { state, bytes: null, durationMs: null };
  }
  try {
    const { bytes, modifiedAt } = opened.file;
    if (at - modifiedAt < settledAfterMs && at >= modifiedAt) return { state: 'pending', bytes, durationMs: null };
    const { empty, durationMs } = await soundOf(opened.file);
    return { state: empty ? 'empty' : 'ready', bytes, durationMs };
  } finally {
    await opened.file.handle.close();
  }
}
