import { useEffect, useSyncExternalStore } from 'react';
import { newKey } from '../../api/kept.ts';
import { useLiveState } from '../../socket/live-store.ts';
import { whenStored } from '../../ui/other-tabs.ts';
import { emptyDraft, type WrapUpDraft, type WrapUpEntry, withEnded } from './wrap-up-entry.ts';

interface Kept {
  readonly entries: readonly WrapUpEntry[];
  /** Cards whose wrap-up is over, so that a late repetition does not open it again. */
  readonly finished: readonly string[];
}

const key = 'rb-wrap-up';
const halfDay = 12 * 3_600_000;
const nothing: Kept = { entries: [], finished: [] };
const readers = new Set<() => void>();
let kept = read();

function read(): Kept {
  try {
    const stored: unknown = JSON.parse(localStorage.getItem(key) ?? 'null');
    if (!isKept(stored)) return nothing;
    const fresh = stored.entries.filter(({ card }) => Date.now() - card.startedAt < halfDay);
    // What an older version of this page kept has not all that is chosen today.
    const entries = fresh.map((entry) => ({ ...entry, draft: { ...emptyDraft, ...entry.draft } }));
    return { entries, finished: stored.finished };
  } catch {
    return nothing;
  }
}

/** What we stored ourselves, checked as far as the page depends on it. */
function isKept(value: unknown): value is Kept {
  if (typeof value !== 'object' || value === null || !('entries' in value) || !('finished' in value)) return false;
  return Array.isArray(value.entries) && Array.isArray(value.finished);
}

function tell(): void {
  for (const reader of readers) reader();
}

function set(next: Kept): void {
  kept = next;
  localStorage.setItem(key, JSON.stringify(next));
  tell();
}

// Another tab of the same person saved or typed.
whenStored(key, () => {
  kept = read();
  tell();
});

export const wrapUps = {
  edit(cardId: string, change: Partial<WrapUpDraft>): void {
    const entries = kept.entries.map((entry) =>
      entry.card.id === cardId ? { ...entry, draft: { ...entry.draft, ...change } } : entry,
    );
    set({ ...kept, entries });
  },
  markSaving(cardId: string, saving: boolean): void {
    // Each press of Save is a wish of its own; what is sent again for it carries the same key.
    const key = newKey();
    const entries = kept.entries.map((entry) =>
      entry.card.id === cardId ? { ...entry, saving, ...(saving ? { key } : {}) } : entry,
    );
    set({ ...kept, entries });
  },
  finish(cardId: string): void {
    const entries = kept.entries.filter((entry) => entry.card.id !== cardId);
    set({ entries, finished: [...kept.finished, cardId].slice(-50) });
  },
};

/** Everything that waits for a note, the newest last; fed by the calls that end on this screen. */
export function useWrapUps(): readonly WrapUpEntry[] {
  return useSyncExternalStore(
    (reader) => {
      readers.add(reader);
      return () => readers.delete(reader);
    },
    () => kept.entries,
  );
}

/** The talk whose form is open: the newest that is not yet on its way to the server. */
export const useOpenWrapUp = (): WrapUpEntry | null => useWrapUps().findLast(({ saving }) => !saving) ?? null;

/** Takes ended calls into the waiting ones; stands once on the page. */
export function useCollectEnded(): void {
  const ended = useLiveState((state) => state.ended);
  useEffect(() => {
    const entries = withEnded(kept.entries, ended, kept.finished);
    if (entries !== kept.entries) set({ ...kept, entries });
  }, [ended]);
}
