import type { NoteView, RecordingView } from '../../schema/contracts/calls.ts';
import type { TimelineEntry } from '../../schema/contracts/contacts.ts';
import type { Office } from './office.ts';
import { Refusal } from './refusal.ts';

/** Same instant: the order of kinds is fixed, so that a page never repeats or loses an entry. */
const kinds = ['call', 'note', 'recording'] as const;
type Place = readonly [at: number, kind: number, id: number];

const placeOf = (entry: TimelineEntry): Place => {
  const id = entry.kind === 'call' ? entry.call.id : entry.kind === 'note' ? entry.note.id : entry.recording.id;
  return [entry.at, kinds.indexOf(entry.kind), id];
};
/** Newest first; then by kind; then the youngest row. */
const compare = (a: Place, b: Place) => b[0] - a[0] || a[1] - b[1] || b[2] - a[2];

/** What passed between us and a contact, newest first: calls with their notes and recordings, notes, attached recordings. */
export function readTimeline(office: Office, asked: number, cursor: string | undefined, limit: number) {
  const after = readPlace(cursor);
  return office.transact(async (tx) => {
    const contactId = await tx.contacts.standing(asked);
    if (contactId === undefined) throw new Refusal('not-found');
    const before = after ? { at: after[0], id: after[2] } : null;
    // Entries of the cursor's own instant are read again and dropped below; a few more than a page cover them.
    const reach = limit + 20;
    const calls = await tx.callRows.ofContact(contactId, before, reach);
    const ids = calls.map((call) => call.id);
    const recordings = await tx.recordings.ofCalls(ids);
    const standing = await tx.recordings.linkedTo(
      contactId,
      recordings.map((recording) => recording.id),
    );
    const notes = await tx.notes.ofCalls(ids);
    const entries: TimelineEntry[] = [
      ...calls.map((call) => ({
        kind: 'call' as const,
        at: call.startedAt,
        call,
        recordings: recordings.filter((recording) => recording.callId === call.id && stands(recording, standing)),
        notes: notes.filter((note) => note.callId === call.id),
      })),
      ...(await tx.notes.ofContact(contactId, before, reach)).map(noteEntry),
      ...(await tx.recordings.attachedTo(contactId, before, reach)).map(recordingEntry),
    ];
    const rest = entries.filter((entry) => !after || compare(placeOf(entry), after) > 0);
    rest.sort((a, b) => compare(placeOf(a), placeOf(b)));
    const rows = rest.slice(0, limit);
    const last = rows.at(-1);
    return { rows, next: rest.length > limit && last ? writePlace(placeOf(last)) : null };
  });
}

/** A recording that was detached from this profile, or moved to another, no longer shows on it. */
function stands(recording: RecordingView, standing: ReadonlySet<number>): boolean {
  return standing.has(recording.id) || (recording.links.length === 0 && recording.state === 'pending');
}

const noteEntry = (note: NoteView): TimelineEntry => ({ kind: 'note', at: note.at, note });
const recordingEntry = (recording: RecordingView): TimelineEntry => ({
  kind: 'recording',
  at: recording.startedAt,
  recording,
});

function writePlace(place: Place): string {
  return place.join('-');
}

function readPlace(cursor: string | undefined): Place | null {
  const found = /^(\d{1,15})-(\d)-(\d{1,15})$/.exec(cursor ?? '');
  return found ? [Number(found[1]), Number(found[2]), Number(found[3])] : null;
}
