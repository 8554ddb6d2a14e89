import { useEffect, useSyncExternalStore } from 'react';
import { useRingChoice } from './ring-choice.ts';
import { ringUntilStopped, soundAllowed, unlockSound } from './ring-tone.ts';
import { electedTab } from './tab-election.ts';

const readers = new Set<() => void>();
let allowed: boolean | undefined;

function settle(now: boolean): void {
  if (now) electedTab.stand();
  if (now === allowed) return;
  allowed = now;
  for (const reader of readers) reader();
}

/** Whether the browser keeps this tab silent until somebody clicks or types in it. */
export function useSoundBlocked(): boolean {
  return useSyncExternalStore(
    (reader) => {
      readers.add(reader);
      return () => readers.delete(reader);
    },
    () => allowed === false,
  );
}

/** One soft ring for one person: of all the tabs only the elected one sounds. */
export function useRingSound(ringing: boolean): void {
  const [choice] = useRingChoice();
  useEffect(() => {
    const unlock = (): void => void unlockSound().then(settle);
    settle(soundAllowed());
    // A new sound context needs a moment until it runs, where the browser lets it.
    const soon = setTimeout(() => settle(soundAllowed()), 500);
    document.addEventListener('pointerdown', unlock);
    document.addEventListener('keydown', unlock);
    return () => {
      clearTimeout(soon);
      document.removeEventListener('pointerdown', unlock);
      document.removeEventListener('keydown', unlock);
    };
  }, []);
  useEffect(() => {
    if (!ringing || choice.muted) return;
    return electedTab.whileElected(() => ringUntilStopped(choice));
  }, [ringing, choice]);
}
