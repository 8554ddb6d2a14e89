import { useSyncExternalStore } from 'react';
import { z } from 'zod';
import { whenStored } from '../../ui/other-tabs.ts';

export const ringTones = ['chime', 'bell', 'pulse'] as const;
export type RingTone = (typeof ringTones)[number];

const Choice = z.object({
  muted: z.boolean().catch(false),
  tone: z.enum(ringTones).catch('chime'),
  /** From 0 to 1. */
  volume: z.number().min(0).max(1).catch(0.6),
  /** Id of the loudspeaker; empty is the machine's own choice. */
  output: z.string().max(200).catch(''),
});
/** How this machine rings. Kept in the browser: another machine has other loudspeakers. */
export type RingChoice = z.infer<typeof Choice>;

const key = 'rb-ring';
const oldKey = 'rb-ring-muted';
const readers = new Set<() => void>();

function read(): RingChoice {
  let kept: unknown = {};
  try {
    kept = JSON.parse(localStorage.getItem(key) ?? '{}');
  } catch {
    // What cannot be read is chosen anew.
  }
  const choice = Choice.safeParse(kept);
  return Choice.parse({ muted: localStorage.getItem(oldKey) === '1', ...(choice.success ? choice.data : {}) });
}

let known: RingChoice | undefined;
const choice = (): RingChoice => {
  known ??= read();
  return known;
};

if (typeof window !== 'undefined') {
  whenStored(key, () => {
    known = undefined;
    for (const reader of readers) reader();
  });
}

/** How this machine rings, and the way to change it; all its tabs follow. */
export function useRingChoice(): readonly [RingChoice, (change: Partial<RingChoice>) => void] {
  const now = useSyncExternalStore((reader) => {
    readers.add(reader);
    return () => readers.delete(reader);
  }, choice);
  return [
    now,
    (change) => {
      known = { ...choice(), ...change };
      localStorage.setItem(key, JSON.stringify(known));
      localStorage.removeItem(oldKey);
      for (const reader of readers) reader();
    },
  ];
}
