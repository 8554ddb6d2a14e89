import type { TestAsterisk } from '../asterisk.ts';
import type { SipCall } from '../sip/call.ts';
import type { IncomingCall } from '../sip/incoming-call.ts';
import type { OutgoingCall } from '../sip/outgoing-call.ts';
import type { CallOptions, SipPhone } from '../sip/phone.ts';
import type { AmiTap } from './ami-tap.ts';

/** A range in milliseconds, wide enough for the PBX's own time of reaction. */
export interface Range {
  readonly min: number;
  readonly max: number;
}

/** What `replay` must print for one call, told by what the phones did. A key that is absent is not compared. */
export interface ExpectedCall {
  readonly direction: 'inbound' | 'outbound' | 'internal';
  readonly caller: string | null;
  readonly called?: string | null;
  readonly line: string | null;
  readonly outcome: 'talked' | 'missed' | 'not_answered';
  readonly reason: string | null;
  readonly talkedWith: readonly string[];
  readonly waitedMs: Range;
  readonly talkedMs: Range;
  readonly callback?: 'none' | 'open' | 'needs_human' | 'returned';
  /** Each stretch of talk with one party, in order. */
  readonly talks?: readonly Talked[];
  /** What became of each phone that was rung, `1001 lost`, sorted. */
  readonly offers?: readonly string[];
  /** Codes a supervisor sees on the call, sorted. */
  readonly warnings?: readonly string[];
  /** Which of the story's linkedids (by age) came to be this call; its own place when absent. */
  readonly linked?: readonly number[];
}

export interface Talked extends Range {
  readonly party: string;
}

/** Where a story is played: a running PBX, the carrier, and the registered phones it asked for. */
export interface Stage {
  readonly pbx: TestAsterisk;
  readonly trunk: SipPhone;
  readonly events: AmiTap;
  phone(extension: string): SipPhone;
  /** Asks the PBX, as Ringback does, to ring `agent` and then the customer. Returns the attempt's id. */
  originate(agent: string, customer: string, options?: OriginateOptions): string;
  /** The same with the customer first. */
  customerFirst(agent: string, customer: string, options?: OriginateOptions): string;
  /** Names the next agent's phone on a customer's channel, as Ringback does when the first stays silent. */
  setAgent(channel: string, device: string): void;
}

export interface OriginateOptions {
  /** How long from now the attempt may still be carried out; negative: it is late already. */
  readonly notAfterSeconds?: number;
  readonly agentRingMs?: number;
}

export interface Story {
  readonly name: string;
  readonly phones: readonly string[];
  play(stage: Stage): Promise<readonly ExpectedCall[]>;
}

export const wait = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));

/** The customer of most stories. */
export const customer = '+447700900123';

/** A call of the carrier's, and the moment it was sent. */
export async function customerCalls(
  { trunk }: Stage,
  did: string,
  options: CallOptions = {},
): Promise<{ call: OutgoingCall; startedAt: number }> {
  const startedAt = Date.now();
  return { call: await trunk.call(did, { from: customer, fromName: 'Olga Petrova', ...options }), startedAt };
}

export function around(ms: number): Range {
  return { min: Math.max(0, ms - 150), max: ms + 400 };
}

export const zero: Range = { min: 0, max: 0 };

/** From the first sign of a call to `call`'s answer. */
export function waitedFrom(startedAt: number, call: SipCall): Range {
  return around((call.answeredAt ?? call.endedAt ?? startedAt) - startedAt);
}

export function talkedBy(call: SipCall): Range {
  return call.answeredAt === null || call.endedAt === null ? zero : around(call.endedAt - call.answeredAt);
}

/** One stretch of talk, between two moments the phones saw. */
export function stretch(party: string, from: number | null, to: number | null): Talked {
  return { party, ...around((to ?? 0) - (from ?? 0)) };
}

/** An inbound call with these stretches of talk; `lost` when the last hand-over reached nobody. */
export function handed(
  line: string,
  called: string,
  { call, startedAt }: { call: OutgoingCall; startedAt: number },
  firstAnsweredAt: number | null,
  talks: readonly Talked[],
  { lost = false, ...more }: Partial<ExpectedCall> & { readonly lost?: boolean } = {},
): ExpectedCall {
  const sum = (end: 'min' | 'max') => talks.reduce((total, talk) => total + talk[end], 0);
  return {
    direction: 'inbound',
    caller: customer,
    called,
    line,
    outcome: lost ? 'missed' : 'talked',
    reason: lost ? 'lost_in_transfer' : null,
    talkedWith: talks.map(({ party }) => party),
    waitedMs: around((firstAnsweredAt ?? call.endedAt ?? startedAt) - startedAt),
    talkedMs: { min: sum('min'), max: sum('max') },
    callback: lost ? 'open' : 'none',
    talks,
    ...more,
  };
}

/** A missed inbound call that ended when `call`, the caller's, ended. */
export function missed(
  line: string | null,
  called: string,
  reason: string,
  { call, startedAt }: { call: OutgoingCall; startedAt: number },
  caller: string | null = customer,
): ExpectedCall {
  return {
    direction: 'inbound',
    caller,
    called,
    line,
    outcome: 'missed',
    reason,
    talkedWith: [],
    waitedMs: around((call.endedAt ?? startedAt) - startedAt),
    talkedMs: zero,
    callback: caller === null ? 'needs_human' : 'open',
  };
}

/** An inbound call in which the caller talked with the agent whose side of it is `agent`. */
export function talked(
  line: string,
  called: string,
  extension: string,
  startedAt: number,
  agent: IncomingCall,
  caller: string | null = customer,
): ExpectedCall {
  return {
    direction: 'inbound',
    caller,
    called,
    line,
    outcome: 'talked',
    reason: null,
    talkedWith: [extension],
    waitedMs: waitedFrom(startedAt, agent),
    talkedMs: talkedBy(agent),
    callback: 'none',
  };
}
