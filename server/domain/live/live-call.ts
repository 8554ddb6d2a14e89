import type { E164 } from '../../../schema/values/e164.ts';
import type { Direction } from '../call/call-record.ts';

/** A phone of an agent that takes part in a live call. */
export interface LivePhone {
  readonly uniqueid: string;
  readonly device: string;
  readonly extension: string | null;
  readonly since: number;
}

/**
 *   ringing ──> talking ──> waiting (held by the PBX, handed on) ──> talking …
 *   `dialing`: an agent's own outgoing call, until the other side is reached
 */
export type LiveState = 'ringing' | 'dialing' | 'talking' | 'waiting';

/** One call as agents and boards see it while it lives. A copy: it never changes after it was handed out. */
export interface LiveCall {
  /** `pbx:linkedid` */
  readonly id: string;
  readonly pbx: string;
  readonly linkedid: string;
  readonly linkedids: readonly string[];
  readonly direction: Direction;
  readonly state: LiveState;
  readonly startedAt: number;
  /** The customer's side: the caller of an inbound call, the dialled number of an outbound one. */
  readonly number: E164 | null;
  /** As the PBX showed it (an extension for an internal call); null when withheld. Untrusted. */
  readonly numberRaw: string | null;
  readonly name: string | null;
  readonly withheld: boolean;
  readonly called: string | null;
  readonly line: string | null;
  readonly queue: string | null;
  /** Since when the customer waits for a person; null while talking. */
  readonly waitingSince: number | null;
  readonly ringing: readonly LivePhone[];
  readonly talking: readonly LivePhone[];
  /** The phone that dialled, on an agent's own call. */
  readonly dialing: LivePhone | null;
  readonly attemptId: string | null;
  /** Phones that have talked with the customer and stand aside while both are still there: they consult a colleague. */
  readonly aside: readonly LivePhone[];
  /** Colleagues' phones that are in the call without the customer hearing them. */
  readonly consulted: readonly LivePhone[];
  /** Channels of phones that keep the other side on hold. */
  readonly held: readonly string[];
  /** Channels of the customer's side that live. */
  readonly customers: readonly string[];
  /** Channels that are recorded, and whether silence is written just now. */
  readonly recorded: readonly { readonly uniqueid: string; readonly muted: boolean }[];
}
