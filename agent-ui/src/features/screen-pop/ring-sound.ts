import { useEffect, useSyncExternalStore } from 'react';
import { ringUntilStopped, unlockSound } from './ring-tone.ts';
import { electedTab } from './tab-election.ts';

const key = 'rb-ring-muted';
const readers = new Set<() => void>();
const isMuted = (): boolean => localStorage.getItem(key) === '1';

/** Whether the ring sound is off on this machine, and the switch for it. */
export function useRingMuted(): readonly [boolean, (muted: boolean) => void] {
  const muted = useSyncExternalStore((reader) => {
    readers.add(reader);
    return () => readers.delete(reader);
  }, isMuted);
  return [
    muted,
    (next) => {
      localStorage.setItem(key, next ? '1' : '0');
      for (const read of readers) read();
    },
  ];
}

/** One soft ring for one person: of all the tabs only the elected one sounds. */
export function useRingSound(ringing: boolean): void {
  const [muted] = useRingMuted();
  useEffect(() => {
    const unlock = (): void => {
      if (unlockSound()) electedTab.stand();
    };
    document.addEventListener('pointerdown', unlock);
    document.addEventListener('keydown', unlock);
    return () => {
      document.removeEventListener('pointerdown', unlock);
      document.removeEventListener('keydown', unlock);
    };
  }, []);
  useEffect(() => {
    if (!ringing || muted) return;
    return electedTab.whileElected(ringUntilStopped);
  }, [ringing, muted]);
}
