import type { CallRecord } from '../call/call-record.ts';

/** A call as the PBX's records tell it, with the stretches of silence that only the live stream knows. */
export function withSilence(told: CallRecord, seen: CallRecord): CallRecord {
  const silent = seen.recordings.filter(({ muted = [] }) => muted.length > 0);
  if (silent.length === 0) return told;
  const recordings = told.recordings.map((recording) => {
    const same = silent.find(
      ({ uniqueid, file }) => (file !== null && file === recording.file) || uniqueid === recording.uniqueid,
    );
    return same?.muted === undefined ? recording : { ...recording, muted: same.muted };
  });
  return { ...told, recordings };
}
