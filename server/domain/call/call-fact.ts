import type { LiveCall } from '../live/live-call.ts';
import type { CallRecord } from './call-record.ts';

/** Why a phone no longer rings. */
export type StopReason =
  | 'answered_here'
  | 'answered_elsewhere'
  | 'caller_gone'
  | 'no_answer'
  | 'declined'
  | 'busy'
  | 'unreachable';

/** How far our own attempt has come. The steps only go forward; `failed` names who and why. */
export type AttemptStep =
  | 'agent_ringing'
  | 'agent_answered'
  | 'customer_dialled'
  | 'customer_ringing'
  | 'customer_answered'
  | 'failed';
export type AttemptFailure =
  | 'no_answer'
  | 'rejected'
  | 'unreachable'
  | 'busy'
  | 'unavailable'
  | 'not_a_number'
  | 'cancelled'
  | 'late'
  | 'refused';

/** One leg of one call. `since` and `at` are epoch milliseconds. */
interface OnLeg {
  readonly at: number;
  readonly uniqueid: string;
  readonly device: string;
  readonly extension: string | null;
  readonly call: LiveCall;
}

/** What the stream of events means: the only thing the pop, presence, attempts, call log and ledger are fed from. */
export type CallFact =
  | { readonly type: 'call.started'; readonly at: number; readonly call: LiveCall }
  /** A phone starts to ring, or (`dialing`) dials out itself. */
  | (OnLeg & { readonly type: 'leg.ringing'; readonly how: 'ringing' | 'dialing' })
  | (OnLeg & {
      readonly type: 'leg.stopped';
      readonly why: StopReason;
      /** Who took the call instead: device and extension (the device alone for an outside phone). */
      readonly by: { readonly device: string; readonly extension: string | null } | null;
    })
  | (OnLeg & { readonly type: 'call.talking'; readonly since: number })
  | (OnLeg & { readonly type: 'call.talk_ended' })
  | { readonly type: 'call.updated'; readonly at: number; readonly call: LiveCall }
  /** A transfer or pickup made one call of two: `from` lives on as part of `call`. */
  | { readonly type: 'call.merged'; readonly at: number; readonly from: string; readonly call: LiveCall }
  | {
      readonly type: 'recording.started';
      readonly at: number;
      readonly linkedid: string;
      readonly uniqueid: string;
      readonly file: string | null;
    }
  | {
      readonly type: 'attempt.progress';
      readonly at: number;
      readonly attemptId: string;
      /** null when the PBX never made a channel for it. */
      readonly linkedid: string | null;
      readonly step: AttemptStep;
      readonly who: 'agent' | 'customer' | 'dialplan' | null;
      readonly why: AttemptFailure | null;
    }
  /** A customer who was called first has answered and waits; `wantsAgent` when the phone that was rung stayed silent. */
  | {
      readonly type: 'attempt.waiting';
      readonly at: number;
      readonly attemptId: string;
      /** The customer's channel, as commands name it. */
      readonly channel: string;
      readonly wantsAgent: boolean;
    }
  /** The last channel is gone: judged, once. */
  | { readonly type: 'call.ended'; readonly at: number; readonly id: string; readonly record: CallRecord };
