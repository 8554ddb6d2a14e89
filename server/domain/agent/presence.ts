import type { AgentState } from '../../../schema/contracts/live.ts';

/** What is seen of one person at one moment. */
export interface Seen {
  /** They talk, or a call of theirs rings. */
  readonly cards: { readonly talking: boolean; readonly ringing: boolean };
  /** `DeviceState` words of their phones. */
  readonly phones: readonly string[];
  /** A browser of theirs is connected. */
  readonly screen: boolean;
  readonly pause: { readonly reason: string } | null;
  /** When the time after a call is over; null when there is none. */
  readonly wrapUpUntil: number | null;
}

/** What a person does, why, and until when if that is known. */
export interface Where {
  readonly state: AgentState;
  /** Reason of a pause, or which phone trouble it is. */
  readonly detail: string | null;
  readonly until: number | null;
}

/** `DeviceState` words of Asterisk (main/devicestate.c) that mean the phone cannot ring. */
const cannotRing = new Set(['UNAVAILABLE', 'INVALID']);
const engaged = new Set(['INUSE', 'BUSY', 'ONHOLD']);

/**
 * Where a person is. What happens on the line outranks all, then whether they can be rung at all, then what they wish:
 *
 *   ready → ringing → in_call → wrap_up → ready
 *   ready ⇄ paused (break, lunch …)
 *   signed in, no phone that can ring: unreachable    phone there, not signed in: away
 *   neither: offline
 */
export function presenceOf({ cards, phones, screen, pause, wrapUpUntil }: Seen, now: number): Where {
  if (cards.talking) return { state: 'in_call', detail: null, until: null };
  if (cards.ringing) return { state: 'ringing', detail: null, until: null };
  if (phones.some((state) => engaged.has(state))) return { state: 'in_call', detail: null, until: null };
  // Asterisk sums all registrations of a phone up in its device state: one that is gone matters only when none is left.
  const rings = phones.some((state) => !cannotRing.has(state));
  if (!rings && !screen) return { state: 'offline', detail: null, until: null };
  if (!rings) {
    // Who has no phone takes no calls: nothing is wrong.
    if (phones.length === 0) return { state: 'away', detail: 'no_device', until: null };
    return { state: 'unreachable', detail: 'phone_offline', until: null };
  }
  if (pause !== null) return { state: 'paused', detail: pause.reason === '' ? null : pause.reason, until: null };
  if (!screen) return { state: 'away', detail: 'not_signed_in', until: null };
  if (wrapUpUntil !== null && wrapUpUntil > now) return { state: 'wrap_up', detail: null, until: wrapUpUntil };
  return { state: 'ready', detail: null, until: null };
}
