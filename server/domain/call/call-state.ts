import type { ChannelKind } from './channel-kind.ts';

/**
 * What is known of the calls that live now. These records are changed in place (see `create-calls.ts` for why) and never
 * leave this folder: facts carry copies.
 *
 *   channel ── stands on ──> bridge (at most one)       Local;1 ── pair ── Local;2
 *   channel ── part of ───> call  (all its linkedids)   channel ── dialled by ──> channel
 */
export interface Chan {
  readonly uniqueid: string;
  readonly name: string;
  kind: ChannelKind;
  readonly base: string;
  readonly extension: string | null;
  /** The public network stands behind it: a trunk, or an endpoint that is no phone of ours. */
  outside: boolean;
  call: CallState;
  /** The linkedid it was made with: the call it belonged to before any transfer. */
  readonly began: string;
  /** It began a call by itself (its linkedid is its own, or a phone dialled with it): nobody rang it. */
  root: boolean;
  /** First seen by Newchannel; else the stream began in the middle. */
  readonly fromStart: boolean;
  /** Up when first seen without a Newchannel: what happened before is not known. */
  readonly foundUp: boolean;
  /** First seen in a list of what the PBX has now: its past is unknown, its present is not. */
  fromSnapshot: boolean;
  readonly startedAt: number;
  readonly firstContext: string | null;
  readonly firstExten: string | null;
  /** Seen again after its Newchannel: only then is it known whether the caller holds the number back (Asterisk 22). */
  confirmed: boolean;
  /** First number and name shown for it. */
  firstNum: string | null;
  firstName: string | null;
  num: string | null;
  connectedNum: string | null;
  presentation: string | null;
  vars: Readonly<Record<string, string>>;
  state: string;
  rangAt: number | null;
  upAt: number | null;
  endedAt: number | null;
  cause: number | null;
  causeText: string | null;
  /** Somebody's Dial or Queue, or our Originate, rings or rang this channel. */
  dialled: boolean;
  dialledBy: Chan | null;
  dialString: string | null;
  /** Where a leg to the public network leads; `unknown` until its dialling was seen, `back` is one of our own numbers. */
  leads: 'unknown' | 'away' | 'back';
  /** The far end of a leg that left by a trunk: nobody stands on it. */
  cameBack: boolean;
  /** It could be the far end of several legs: it stays a caller. */
  ambiguous: boolean;
  /** First DialEnd of this leg; queues send a second, which says nothing (Asterisk 13 and 22). */
  dialStatus: string | null;
  /** Queue that rang it. */
  queue: string | null;
  pair: Chan | null;
  bridge: Bridge | null;
  /** Where in the dialplan it was when it entered its bridge: another place on leaving means it was sent there. */
  place: string | null;
  /** Id of the bridge it was in before. */
  lastBridge: string | null;
  /** A customer transferred, parked or dialled on after a talk, with whom nobody has talked since. */
  handedOn: boolean;
  hangupRequestedAt: number | null;
  /** Since when it keeps the other side on hold. */
  heldAt: number | null;
  /** Took over a ringing call with a pickup code. */
  pickedUp: boolean;
  /** A pop was shown for it, and is gone again. */
  announced: boolean;
  silenced: boolean;
  /** Last said to be talking. */
  talking: boolean;
  offer: 'answered' | 'lost' | 'no_answer' | 'declined' | 'busy' | 'unreachable' | 'caller_gone' | null;
}

export interface Bridge {
  readonly id: string;
  /** A parking lot or a waiting room: nobody talks in it. */
  readonly holding: boolean;
  /** Asterisk makes one call of all who meet in it. */
  readonly basic: boolean;
  readonly members: Set<Chan>;
}

/** Two parties who could hear each other; `to` is null while they still do. */
export interface Segment {
  readonly a: Chan;
  readonly b: Chan;
  readonly from: number;
  to: number | null;
}

/** A stretch of a recording that holds silence by wish; `to` is null while it lasts. */
export interface Muted {
  readonly from: number;
  to: number | null;
}

export interface Recording {
  readonly uniqueid: string;
  file: string | null;
  readonly startedAt: number;
  readonly muted: Muted[];
}

export interface CallState {
  linkedid: string;
  readonly linkedids: Set<string>;
  readonly startedAt: number;
  readonly chans: Chan[];
  live: number;
  readonly segments: Segment[];
  /** First moment at which a bridge of this call lost somebody and talks were not yet looked at again. */
  brokenAt: number | null;
  queue: string | null;
  waitingSince: number | null;
  /** When it joined its first queue: the caller's place by the clock, whatever queue comes after. */
  queuedAt: number | null;
  /** The caller asked to be called back instead of waiting on. */
  requested: { readonly at: number; readonly by: Chan } | null;
  inQueue: boolean;
  queueAbandoned: boolean;
  /** QUEUESTATUS when the caller joined the last queue: what an earlier one had left there. */
  statusAtJoin: string | null;
  /** The caller asked to hang up while waiting in a queue. */
  goneInQueue: boolean;
  /** A bridge was left that nobody was seen to enter: there may have been a talk we know nothing of. */
  unseen: boolean;
  /** The PBX went down with it. */
  pbxLost: boolean;
  readonly recordings: Recording[];
  /** The number an originated call went on to, once its first leg was answered. */
  dialledExten: string | null;
  attemptId: string | null;
  attemptResult: string | null;
  attemptStep: number;
  attemptFailed: boolean;
  readonly warnings: Set<string>;
  /** What the last `call.updated` said, to say only what changed. */
  told: string;
}

/** A new call known by one linkedid. */
export function newCall(linkedid: string, startedAt: number): CallState {
  return {
    linkedid,
    linkedids: new Set([linkedid]),
    startedAt,
    chans: [],
    live: 0,
    segments: [],
    brokenAt: null,
    queue: null,
    waitingSince: null,
    queuedAt: null,
    requested: null,
    inQueue: false,
    queueAbandoned: false,
    statusAtJoin: null,
    goneInQueue: false,
    unseen: false,
    pbxLost: false,
    recordings: [],
    dialledExten: null,
    attemptId: null,
    attemptResult: null,
    attemptStep: 0,
    attemptFailed: false,
    warnings: new Set(),
    told: '',
  };
}

/** Orders `epoch.counter` ids by age, whatever system name stands before them; null when one is not of that form. */
export function olderId(a: string, b: string): boolean | null {
  const left = /(\d+)\.(\d+)$/.exec(a);
  const right = /(\d+)\.(\d+)$/.exec(b);
  if (left === null || right === null) return null;
  const epochs = Number(left[1]) - Number(right[1]);
  return epochs !== 0 ? epochs < 0 : Number(left[2]) < Number(right[2]);
}
