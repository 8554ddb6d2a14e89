interface Parts {
  readonly keepTicks: (callId: number, userId: number, items: readonly string[]) => Promise<void>;
  readonly log: Record<'warn', (fields: object, sentence: string) => void>;
}

/** What people tick while they talk; written once the call stands in the log. */
export interface ChecklistTicks {
  set(cardId: string, userId: number, item: string, on: boolean): void;
  of(cardId: string, userId: number): readonly string[];
  logged(cardId: string, callId: number): void;
}

/** A list has twelve points at most. */
const MOST = 12;
/** Calls that never came into the log are forgotten when so many wait. */
const CALLS_KEPT = 2_000;

export function createChecklistTicks({ keepTicks, log }: Parts): ChecklistTicks {
  const byCall = new Map<string, Map<number, readonly string[]>>();

  return {
    set(cardId, userId, item, on) {
      const people = byCall.get(cardId) ?? new Map<number, readonly string[]>();
      const others = (people.get(userId) ?? []).filter((one) => one !== item);
      people.set(userId, on ? [...others, item].slice(-MOST) : others);
      byCall.set(cardId, people);
      const [oldest] = byCall.keys();
      if (byCall.size > CALLS_KEPT && oldest !== undefined) byCall.delete(oldest);
    },
    of: (cardId, userId) => byCall.get(cardId)?.get(userId) ?? [],
    logged(cardId, callId) {
      for (const [userId, items] of byCall.get(cardId) ?? []) {
        if (items.length === 0) continue;
        keepTicks(callId, userId, items).catch((cause: unknown) =>
          log.warn({ err: cause }, 'What was ticked during a call could not be kept.'),
        );
      }
      byCall.delete(cardId);
    },
  };
}
