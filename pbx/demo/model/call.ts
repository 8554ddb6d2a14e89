import type { DemoLine, DemoSite } from '../demo-site.ts';
import type { Cancel, Clock, Random } from '../ports.ts';
import type { Recorder, Recording, Silence } from '../recorder.ts';
import type { Bridge, Channel } from './channel.ts';
import type { Exchange } from './exchange.ts';
import type { Phones } from './phones.ts';
import type { Member, Queue, Queues } from './queues.ts';

/** Somebody at the other end; `number` is what the carrier shows. */
export interface Party {
  readonly number: string | null;
  readonly name: string | null;
  readonly withheld: boolean;
}

/** What a step of the dialplan rings. */
export type Target =
  | { readonly kind: 'phone'; readonly device: string }
  | { readonly kind: 'outside'; readonly number: string };

/** One step of the dialplan; the next is taken when nobody answers. */
export type Step =
  | { readonly do: 'dial'; readonly targets: readonly Target[]; readonly ringMs: number }
  | { readonly do: 'queue'; readonly queue: string; readonly waitMs: number };

/** Why a rung party does not take the call: 486, 603, or its channel was cut. */
export type Refusal = 'busy' | 'declined' | 'cut';

/** One party that is asked to take the call. */
export interface Ring {
  readonly call: Call;
  readonly leg: Channel;
  readonly target: Target;
  readonly startedAt: number;
  over: boolean;
}

/** What the dialplan runs on the caller's channel while nobody talks yet. */
export interface Application {
  readonly kind: 'dial' | 'queue' | 'originate';
  readonly rings: readonly Ring[];
  begin(): void;
  /** The far end says that it rings; phones say so by themselves. */
  alert(ring: Ring): void;
  answer(ring: Ring): void;
  refuse(ring: Ring, how: Refusal): void;
  /** The caller is gone or is sent elsewhere: everything stops ringing. */
  cancel(): void;
}

/** How an application hands the call back to the dialplan. */
export interface Ends {
  answered(leg: Channel): void;
  failed(cause: number): void;
}

export type CallKind = 'inbound' | 'internal' | 'outbound' | 'originate';
export type Phase = 'ringing' | 'talking' | 'ended';

/** One leg's line in the call detail records. */
export interface CdrDraft {
  readonly leg: Channel;
  readonly startedAt: number;
  answeredAt: number | null;
  endedAt: number | null;
  disposition: 'NO ANSWER' | 'ANSWERED' | 'BUSY';
}

/** One conversation or the attempt at it. `origin` is the channel that began it, `peer` who talks with it now. */
export interface Call {
  readonly id: string;
  readonly kind: CallKind;
  /** The side that is not our agent; for an internal call the one who is called. */
  readonly party: Party;
  readonly line: DemoLine | null;
  readonly startedAt: number;
  readonly cancels: Set<Cancel>;
  readonly cdrs: CdrDraft[];
  origin: Channel;
  peer: Channel | null;
  bridge: Bridge | null;
  app: Application | null;
  steps: Step[];
  phase: Phase;
  talkStartedAt: number | null;
  talkedMs: number;
  lastCause: number;
  fromQueue: { readonly queue: Queue; readonly member: Member; readonly holdS: number } | null;
  /** Came through our callback context, which tells the result of the attempt at the end. */
  saysResult: boolean;
  recording: Recording | null;
  /** Stretches of the talk, in its own milliseconds, into which silence is written. */
  readonly silences: Silence[];
  /** A colleague is asked; `bridge` is theirs, null while the phone rings. */
  consult: {
    readonly agent: Channel;
    readonly leg: Channel;
    readonly exten: string;
    bridge: Bridge | null;
  } | null;
}

/** What the people around the exchange do; told by the exchange, never asked. */
export interface People {
  /** A party has been offered a call: its phone rings, or the carrier looks for it. */
  offered(ring: Ring): void;
  talking(call: Call): void;
  ended(call: Call): void;
}

/** Everything a story needs at hand. */
export interface Pbx {
  readonly site: DemoSite;
  readonly clock: Clock;
  readonly random: Random;
  readonly exchange: Exchange;
  readonly phones: Phones;
  readonly queues: Queues;
  readonly calls: Map<string, Call>;
  readonly recorder: Recorder;
  people: People;
}

/** Waits on behalf of a call: forgotten when the call ends. */
export function later(pbx: Pbx, call: Call, ms: number, run: () => void): Cancel {
  const cancel = pbx.clock.after(ms, () => {
    call.cancels.delete(cancel);
    if (call.phase !== 'ended') run();
  });
  call.cancels.add(cancel);
  return cancel;
}

/** The device name that stands for the carrier. */
export function trunkOf(site: DemoSite): string {
  return site.pbx.trunks[0] ?? 'PJSIP/trunk';
}

export const internalContext = 'from-internal';
