import { attemptEnds, attemptIsOver, decideAttempt, timeToSend } from '../../../../server/domain/callback/attempt.ts';
import type { Callback } from '../../../../server/domain/callback/callback.ts';
import { decideClaim, decideRelease, leaseIsOver, leaseOver } from '../../../../server/domain/callback/claim.ts';
import { decideClose } from '../../../../server/domain/callback/close.ts';
import { type DialOrder, decideLaunch } from '../../../../server/domain/callback/launch.ts';
import { type CallbackPolicy, standardPolicy } from '../../../../server/domain/callback/policy.ts';
import { settles } from '../../../../server/domain/callback/proof.ts';
import { attemptVerdict } from '../../../../server/domain/callback/settle.ts';
import { apply, born } from '../../../../server/domain/callback/transition.ts';

/** The product's own decisions. A known-bad variant replaces one of them, or one step of the protocol around them. */
export const productRules = {
  apply,
  attemptEnds,
  attemptIsOver,
  attemptVerdict,
  decideAttempt,
  decideClaim,
  decideClose,
  decideLaunch,
  decideRelease,
  leaseIsOver,
  leaseOver,
  settles,
  timeToSend,
  /** The order goes out to the PBX only after its attempt is committed. */
  sendsAfterCommit: true,
  /** Before an attempt is given up the PBX is asked afresh, after the look at the clock. */
  looksAtClockFirst: true,
  /** A cancelled call is over when the PBX has ended it, not when the agent wishes it. */
  cancelWaitsForPbx: true,
  /** Customer first: a late order rings nobody. */
  dialplanLooksAtClock: true,
  /** A failed OriginateResponse is believed only when the PBX shows no channel of the attempt. */
  hintIsChecked: true,
};
export type Rules = typeof productRules;

/** An attempt's row, as far as the decisions look at it. */
export interface AttemptRow {
  readonly id: string;
  readonly itemId: number;
  readonly by: number;
  readonly fence: number;
  readonly notAfter: number;
  readonly seenAt: number | null;
  readonly ended: boolean;
  readonly order: DialOrder;
  /** The customer answered and none of us came. */
  readonly abandoned: boolean;
}

/** Something a server has begun and will go on with whenever it runs again; lost with the process. */
export type Task = { readonly server: number } & (
  | { readonly do: 'send'; readonly attemptId: string; readonly step: 'committed' | 'timely' }
  | { readonly do: 'commit late'; readonly attemptId: string; readonly itemId: number; readonly fence: number }
  | { readonly do: 'give up'; readonly at: number | null; readonly live: readonly string[] | null }
  | { readonly do: 'check hint'; readonly attemptId: string; readonly live: readonly string[] | null }
);

/** On its way to the PBX. */
export interface Order {
  readonly do: 'originate' | 'hang up';
  readonly attemptId: string;
  readonly notAfter: number;
  readonly order: DialOrder;
}

/**
 * A call of ours that stands on the PBX: the agent's phone rings, the customer's rings, they talk. Customer first: the
 * customer's phone rings, they wait for one of ours, they talk.
 */
export interface PbxCall {
  readonly attemptId: string;
  /** As the order says: what the dialplan looks at. */
  readonly notAfter: number;
  readonly phase: 'agent' | 'customer' | 'waiting' | 'talk';
  readonly order: DialOrder;
  readonly since: number;
}

/** What the PBX told and nobody has read yet. */
export interface News {
  readonly tell: 'seen' | 'failed' | 'agent refused' | 'never dialled' | 'busy' | 'no number' | 'abandoned' | 'talked';
  readonly attemptId: string;
  readonly startedAt: number;
  readonly endedAt: number;
  readonly talkedMs: number;
}

/** How much may still happen; what is used up does not happen any more. */
export interface Budget {
  readonly misses: number;
  readonly claims: number;
  readonly calls: number;
  /** Calls that the service begins by itself, at the customer. */
  readonly launches: number;
  readonly crashes: number;
  readonly losses: number;
  readonly doubles: number;
  readonly lies: number;
  readonly cancels: number;
  readonly comesIn: number;
  readonly closes: number;
}

/** Everything there is: the rows, what agents see, two servers, the wire, the PBX, and what really happened. */
export interface World {
  readonly now: number;
  readonly items: readonly Callback[];
  readonly attempts: readonly AttemptRow[];
  readonly screens: readonly ({ readonly itemId: number; readonly fence: number } | null)[];
  readonly tasks: readonly Task[];
  readonly wire: readonly Order[];
  readonly pbx: readonly PbxCall[];
  readonly news: readonly News[];
  readonly misses: readonly { readonly at: number; readonly itemId: number }[];
  readonly talks: readonly { readonly endedAt: number; readonly talkedMs: number }[];
  readonly budget: Budget;
}

export interface Setting {
  readonly rules: Rules;
  readonly policy: CallbackPolicy;
  readonly tickMs: number;
  /** How far the PBX's clock is behind ours. */
  readonly pbxBehindMs: number;
  readonly agents: readonly number[];
  readonly supervisor: number;
}

export const number = '+441632960001';
const start = 1_800_000_000_000;

/** Two agents, each at a server of their own, who try a customer twice before a person must decide. */
export function setting(rules: Partial<Rules> = {}, more: Partial<Omit<Setting, 'rules'>> = {}): Setting {
  return {
    rules: { ...productRules, ...rules },
    policy: { ...standardPolicy, maxAttempts: 2 },
    tickMs: 10_000,
    pbxBehindMs: 0,
    agents: [11, 12],
    supervisor: 99,
    ...more,
  };
}

const nothing: Budget = {
  misses: 0,
  claims: 0,
  calls: 0,
  launches: 0,
  crashes: 0,
  losses: 0,
  doubles: 0,
  lies: 0,
  cancels: 0,
  comesIn: 0,
  closes: 0,
};

/** One customer with one debt, perhaps a second one they asked for. */
export function firstWorld(budget: Partial<Budget>, { asksToo = false } = {}): World {
  const items = [item(1, 'missed_call', start)];
  if (asksToo) items.push(item(2, 'requested', start));
  return {
    now: start,
    items,
    attempts: [],
    screens: [null, null],
    tasks: [],
    wire: [],
    pbx: [],
    news: [],
    misses: [{ at: start, itemId: 1 }],
    talks: [],
    budget: { ...nothing, ...budget },
  };
}

/** A new debt of the one customer. */
export function item(id: number, origin: 'missed_call' | 'requested', at: number): Callback {
  const isMiss = origin === 'missed_call';
  const fresh = born({
    siteId: 1,
    origin,
    key: isMiss ? `1:main:${number}` : null,
    number,
    lineId: null,
    contactId: null,
    queue: null,
    needsReason: null,
    dueAt: at + 1_800_000,
    workableAt: isMiss ? at : null,
    firstMissAt: at,
    misses: isMiss ? 1 : 0,
    priority: 0,
    ownerId: null,
    ownerRule: 'queue',
    note: null,
    createdAt: at,
  });
  return { ...fresh, id };
}
