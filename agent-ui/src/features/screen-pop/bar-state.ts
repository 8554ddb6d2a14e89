import type { AttemptView } from '../../../../schema/contracts/dial.ts';
import type { LiveCard } from '../../../../schema/contracts/live.ts';
import type { GoneCard, LiveState } from '../../socket/live-state.ts';
import type { WrapUpEntry } from './wrap-up-entry.ts';

/**
 * What the call bar shows. One box, one height:
 *
 *   idle → ringing → talking → wrap-up → idle
 *   idle → dialing → talking; dialing → outcome → idle
 *   ringing → gone (2 s) → idle
 */
export type BarState =
  | { readonly kind: 'talking' | 'ringing'; readonly card: LiveCard; readonly others: readonly LiveCard[] }
  | {
      readonly kind: 'dialing';
      readonly card: LiveCard | null;
      readonly attempt: AttemptView | null;
      readonly others: readonly LiveCard[];
    }
  | { readonly kind: 'gone'; readonly gone: GoneCard }
  | { readonly kind: 'outcome'; readonly attempt: AttemptView }
  | { readonly kind: 'wrap-up'; readonly entry: WrapUpEntry }
  | { readonly kind: 'idle' };

export const goneShownMs = 2000;
export const outcomeShownMs = 20_000;

interface Seen {
  readonly live: Pick<LiveState, 'cards' | 'gone' | 'attempts'>;
  readonly wrapUp: WrapUpEntry | null;
  /** Outcomes the agent has waved away. */
  readonly dismissed: readonly string[];
  readonly browserNow: number;
  readonly serverNow: number;
}

/** A talk outranks a ringing call, a ringing call outranks everything that is over. */
export function barState({ live, wrapUp, dismissed, browserNow, serverNow }: Seen): BarState {
  const cards = [...live.cards].sort((one, other) => one.startedAt - other.startedAt);
  const othersThan = (card: LiveCard) => cards.filter(({ id }) => id !== card.id);
  const talking = cards.find(({ state }) => state === 'talking');
  if (talking) return { kind: 'talking', card: talking, others: othersThan(talking) };
  const ringing = cards.find(({ state }) => state === 'ringing');
  if (ringing) return { kind: 'ringing', card: ringing, others: othersThan(ringing) };
  const dialing = cards.find(({ state }) => state === 'dialing');
  const attempt = live.attempts.findLast(({ step, notAfter }) => step !== 'over' && notAfter > serverNow - 60_000);
  if (dialing) return { kind: 'dialing', card: dialing, attempt: ofCard(dialing, live.attempts), others: [] };
  if (attempt) return { kind: 'dialing', card: null, attempt, others: [] };
  if (live.gone && browserNow - live.gone.at < goneShownMs) return { kind: 'gone', gone: live.gone };
  const over = live.attempts.findLast(({ step }) => step === 'over');
  if (over && tellsOutcome(over, dismissed, serverNow)) return { kind: 'outcome', attempt: over };
  return wrapUp ? { kind: 'wrap-up', entry: wrapUp } : { kind: 'idle' };
}

const ofCard = (card: LiveCard, attempts: readonly AttemptView[]): AttemptView | null =>
  attempts.find(({ id }) => id === card.attempt?.id) ?? null;

/** A reached customer needs no outcome: the wrap-up says it. */
function tellsOutcome(attempt: AttemptView, dismissed: readonly string[], now: number): boolean {
  if (attempt.outcome === null || attempt.outcome === 'reached' || dismissed.includes(attempt.id)) return false;
  return now - (attempt.endedAt ?? attempt.createdAt) < outcomeShownMs;
}
