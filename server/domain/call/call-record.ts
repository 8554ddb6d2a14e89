import type { E164 } from '../../../schema/values/e164.ts';

/** How a call ended for the customer; `not_answered` is an outbound or internal call nobody took. */
export type Outcome = 'talked' | 'missed' | 'not_answered' | 'unknown';
export type Direction = 'inbound' | 'outbound' | 'internal';

/** Why nobody was reached; the order is the order of precedence (product rule: the first that fits). */
export const missedReasons = [
  'lost_in_transfer',
  'voicemail_left',
  'out_of_hours',
  'queue_refused',
  'all_rejected',
  'phones_unreachable',
  'busy',
  'no_answer',
  'abandoned_waiting',
  'abandoned_ringing',
  'abandoned_before_offer',
  'pbx_failure',
  'ended_unknown',
] as const;
export type MissedReason = (typeof missedReasons)[number];

/** Who stands on a channel. `service` is a part of the PBX itself: Local halves, voicemail, announcements. */
export type LegRole = 'customer' | 'agent' | 'outside' | 'service';

export interface Leg {
  readonly uniqueid: string;
  readonly channel: string;
  readonly role: LegRole;
  /** `PJSIP/1001` for an agent's phone, else null. */
  readonly device: string | null;
  readonly extension: string | null;
  /** As the PBX showed it; untrusted. */
  readonly number: string | null;
  readonly startedAt: number;
  /** First moment Up. Up is not talk. */
  readonly upAt: number | null;
  readonly endedAt: number | null;
  readonly cause: number | null;
  readonly causeText: string | null;
}

export type OfferResult =
  | 'answered'
  /** another phone won the ring race, or the call was picked up elsewhere */
  | 'lost'
  | 'no_answer'
  | 'declined'
  | 'busy'
  | 'unreachable'
  /** the caller hung up while this phone rang */
  | 'caller_gone';

/** One phone that was asked to take the call: a fact about that agent, never about the customer. */
export interface Offer {
  readonly uniqueid: string;
  readonly device: string;
  readonly extension: string | null;
  readonly queue: string | null;
  readonly startedAt: number;
  readonly rangAt: number | null;
  readonly endedAt: number;
  readonly result: OfferResult;
}

/** One stretch in which the customer and one accepted agent (or outside phone) shared a bridge. */
export interface Talk {
  readonly uniqueid: string;
  readonly device: string | null;
  /** The extension, or the E.164 of an outside phone that took the call. */
  readonly party: string;
  readonly startedAt: number;
  readonly endedAt: number;
}

export interface RecordingFact {
  readonly uniqueid: string;
  /** As the PBX named it; untrusted, checked against the recordings' root before use. */
  readonly file: string | null;
  readonly startedAt: number;
  /** Stretches into which silence was written by wish. Absent: none. */
  readonly muted?: readonly { readonly from: number; readonly to: number }[];
}

/** A finished, judged call: the product of `judge`, the only thing the call log and the ledger are written from. */
export interface CallRecord {
  readonly linkedid: string;
  /** All linkedids that came to be this one conversation, oldest first. */
  readonly linkedids: readonly string[];
  readonly direction: Direction;
  /** The caller in E.164; null when withheld or not a number. */
  readonly caller: E164 | null;
  readonly callerRaw: string | null;
  readonly callerName: string | null;
  readonly withheld: boolean;
  /** What was dialled, as E.164 where it is a number of the public network, else as dialled. */
  readonly called: string | null;
  readonly calledRaw: string | null;
  /** Key of the line in the site, null when the DID belongs to no line. */
  readonly line: string | null;
  readonly queue: string | null;
  readonly startedAt: number;
  readonly endedAt: number;
  /** From the start to the first talk, else to the end, in milliseconds. */
  readonly waitedMs: number;
  /** Sum of the customer's own talk seconds (overlaps counted once), in milliseconds. */
  readonly talkedMs: number;
  readonly outcome: Outcome;
  readonly reason: MissedReason | null;
  readonly legs: readonly Leg[];
  readonly offers: readonly Offer[];
  readonly talks: readonly Talk[];
  readonly recordings: readonly RecordingFact[];
  /** Our attempt (`RB_ATTEMPT`) when the call came from our Originate. */
  readonly attemptId: string | null;
  /** The caller pressed a key to be called back, at this moment; `since` is when they began to wait. Absent: they did not. */
  readonly requested?: { readonly at: number; readonly since: number };
  /** For our Originate and for outgoing calls: what the dialled outside leg came to. */
  readonly dialled: 'answered' | 'busy' | 'no_answer' | 'unavailable' | 'not_a_number' | 'never_dialled' | null;
  /** Codes a supervisor should see: `unknown_trunk`, `started_before_us`, `hangup_missing` … */
  readonly warnings: readonly string[];
}
