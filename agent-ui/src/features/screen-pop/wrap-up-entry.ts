import type { PlanOrigin } from '../../../../schema/contracts/callbacks.ts';
import type { LiveCard } from '../../../../schema/contracts/live.ts';

export interface WrapUpDraft {
  readonly chip: string | null;
  readonly note: string;
  /** When to be in touch next; null for no next contact. */
  readonly nextAt: number | null;
  /** What the next contact is for. */
  readonly nextIs: PlanOrigin;
}

/** A talk that waits for its note. It outlives a reload: what was typed is never lost. */
export interface WrapUpEntry {
  readonly card: LiveCard;
  readonly draft: WrapUpDraft;
  /** Save was pressed before the call had its row; it is sent as soon as it has. */
  readonly saving: boolean;
  /** By which the server knows this save again, also after a reload. */
  readonly key?: string;
}

export const emptyDraft: WrapUpDraft = { chip: null, note: '', nextAt: null, nextIs: 'follow_up' };

/** Only a talk with a customer asks for a note. */
export const asksForNote = (card: LiveCard): boolean =>
  card.state === 'ended' && card.talkingSince !== null && card.direction !== 'internal';

/** New ended calls join the waiting ones; a known one only learns the row of its call. */
export function withEnded(
  entries: readonly WrapUpEntry[],
  ended: readonly LiveCard[],
  finished: readonly string[],
): readonly WrapUpEntry[] {
  let next = entries;
  for (const card of ended) {
    if (!asksForNote(card) || finished.includes(card.id)) continue;
    const known = next.find((entry) => entry.card.id === card.id);
    if (!known) next = [...next, { card, draft: emptyDraft, saving: false }];
    else if (known.card.callId !== card.callId && card.callId !== null)
      next = next.map((entry) => (entry === known ? { ...entry, card } : entry));
  }
  return next;
}
