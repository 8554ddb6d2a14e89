import type { PbxCommands } from '../../pbx/actions/command-session.ts';
import type { AttemptView } from '../../schema/contracts/dial.ts';
import type { CallFact } from '../domain/call/call-fact.ts';
import { timeToSend } from '../domain/callback/attempt.ts';
import { agentRingMs } from '../domain/callback/launch.ts';
import type { AttemptFacts } from '../domain/callback/settle.ts';
import type { LiveCall } from '../domain/live/live-call.ts';
import type { Attempt } from '../store/attempts.ts';
import type { Deps } from '../usecases/deps.ts';
import { type IsLive, markAttemptSeen, markAttemptSent } from '../usecases/expire-attempts.ts';
import { settleAttempt, takeBack } from '../usecases/settle-attempt.ts';

type Step = AttemptView['step'];
type Waiting = Extract<CallFact, { type: 'attempt.waiting' }>;
type Log = Record<'info' | 'warn' | 'error', (fields: object, sentence: string) => void>;

interface Parts {
  readonly deps: Deps;
  readonly commands: Pick<PbxCommands, 'originate' | 'originateCustomer' | 'hangup' | 'setVar'>;
  /** Asks the PBX afresh which of our calls it has; null when it cannot tell. */
  readonly ask: () => Promise<IsLive | null>;
  readonly originateContext: string;
  /** Keeps another free agent for a customer who waits; their phone, or null. */
  readonly nextAgent: (attemptId: string) => Promise<string | null>;
  /** Told right before the order goes out. */
  readonly expect: (attempt: Pick<Attempt, 'id' | 'number'>) => void;
  /** A step of the live call: the screens hear of it at once. */
  readonly stepped: (attempt: Pick<AttemptView, 'id' | 'step'>) => void;
  readonly log: Log;
}

/** Calls that we place: sent after their commit, followed by the facts that come back. */
export interface Attempts {
  /** The attempt is committed: order it from the PBX. Never throws; a failed order ends the attempt, not counted. */
  place(attempt: Attempt, device: string, shown: { readonly name: string; readonly number: string }): Promise<void>;
  apply(fact: CallFact): void;
  /** Its agent does not want it any more: if its channel only comes to be, it is hung up then. */
  unwanted(id: string): void;
  stepOf(attempt: Pick<Attempt, 'id' | 'outcome' | 'dialOrder'>): Step;
  /** The customer was called first, has answered, and no agent has them yet. */
  isWaiting(id: string): boolean;
}

/** The agent's own phone rings this long at most. */
const RING_AGENT_MS = 25_000;
/** Contexts of our dialplan for calls that begin at the customer. */
const CUSTOMER_FIRST = { context: 'ringback-customer-first', customerContext: 'ringback-customer' } as const;

export function createAttempts(parts: Parts): Attempts {
  const { deps, commands, ask, originateContext, expect, stepped, log } = parts;
  const steps = new Map<string, Step>();
  const unwanted = new Set<string>();
  /** The newest callback of ours to a number; whether it is still open, the database knows. */
  const placedTo = new Map<string, string>();
  /** Customers who were called first and have answered: their channels, until they talk or are gone. */
  const waiting = new Map<string, string>();

  function step(id: string, next: Step): void {
    if (steps.get(id) === next) return;
    if (next === 'over') steps.delete(id);
    else steps.set(id, next);
    stepped({ id, step: next });
  }

  /** What is written about an attempt beside its call may fail with the database: the expiry finds it later. */
  function note(work: Promise<unknown>, sentence: string): void {
    work.catch((cause: unknown) => log.warn({ err: cause }, sentence));
  }

  async function place(attempt: Attempt, device: string, shown: { name: string; number: string }): Promise<void> {
    const left = timeToSend(attempt.notAfter, deps.now());
    // The process may have slept between the commit and now: the expiry ends what was not sent in time.
    if (left === null) return;
    expect(attempt);
    if (attempt.callbackId !== null) remember(attempt);
    const { id: channelId, number: exten, notAfter } = attempt;
    const variables = { __RB_ATTEMPT: channelId, __RB_NOT_AFTER: String(Math.floor(notAfter / 1000)) };
    try {
      if (attempt.dialOrder === 'customer_first') {
        await commands.originateCustomer({ ...CUSTOMER_FIRST, device, exten, channelId, agentRingMs, variables });
      } else {
        const timeoutMs = Math.min(RING_AGENT_MS, left);
        await commands.originate({
          device,
          context: originateContext,
          exten,
          channelId,
          callerId: shown,
          timeoutMs,
          variables,
        });
      }
    } catch (cause) {
      const code = cause instanceof Error && 'code' in cause ? cause.code : null;
      log.warn({ err: cause, attempt: attempt.id }, 'A call could not be ordered from the PBX.');
      // After a timeout or a lost link the order may have been carried out all the same: its channel or its expiry decides.
      if (code === 'timeout' || code === 'closed') return;
      const failed = { agent: 'never_rung', customer: null, talkedMs: 0, saidReached: false } as const;
      await settleAttempt(deps, attempt.id, failed, 'send_failed');
      return;
    }
    await markAttemptSent(deps, attempt.id);
  }

  /** An order that failed without a channel, says the PBX. It is a hint: what stands on the PBX decides. */
  async function failed(id: string, facts: AttemptFacts): Promise<void> {
    const isLive = await ask();
    if (isLive === null || isLive(id)) return;
    await settleAttempt(deps, id, facts);
  }

  /** The customer talks with one of us in another call: ours must not ring them as well, nor their agent for it. */
  function talksElsewhere({ direction, number, attemptId }: LiveCall): void {
    const id = number === null || direction === 'internal' ? undefined : placedTo.get(number);
    if (number === null || id === undefined || id === attemptId || steps.get(id) === 'talking') return;
    placedTo.delete(number);
    note(withdraw(id), 'A call to a customer who is served already could not be taken back.');
  }

  async function withdraw(id: string): Promise<void> {
    if (!(await takeBack(deps, id))) return;
    forbid(id);
    await commands.hangup(waiting.get(id) ?? id, 16);
  }

  /** The customer hears ringing for a few seconds more: another agent is rung in that time, or they hear an apology. */
  async function passOn(id: string, channel: string): Promise<void> {
    const device = await parts.nextAgent(id);
    if (device === null) log.warn({ attempt: id }, 'A customer has answered and no agent is free for them.');
    else await commands.setVar(channel, 'RB_AGENT', device);
  }

  function customerWaits({ attemptId: id, channel, wantsAgent }: Waiting): void {
    if (waiting.size >= 1000) waiting.clear();
    waiting.set(id, channel);
    step(id, 'agent');
    if (unwanted.delete(id)) note(commands.hangup(channel, 16), 'A cancelled call could not be hung up.');
    else if (wantsAgent) note(passOn(id, channel), 'A waiting customer could not be passed on.');
  }

  function remember({ id, number }: Attempt): void {
    if (placedTo.size >= 1000) placedTo.clear();
    placedTo.set(number, id);
  }

  function forget(id: string): void {
    for (const [number, placed] of placedTo) if (placed === id) placedTo.delete(number);
    waiting.delete(id);
  }

  function forbid(id: string): void {
    // Never grows beyond what can be under way, even if no channel ever comes.
    if (unwanted.size >= 1000) unwanted.clear();
    if (steps.get(id) === undefined) unwanted.add(id);
  }

  return {
    async place(attempt, device, shown) {
      try {
        await place(attempt, device, shown);
      } catch (cause) {
        log.error({ err: cause, attempt: attempt.id }, 'A placed call could not be followed in the database.');
      }
    },
    apply(fact) {
      if (fact.type === 'call.talking') talksElsewhere(fact.call);
      if (fact.type === 'call.ended' && fact.record.attemptId !== null) forget(fact.record.attemptId);
      if (fact.type === 'attempt.waiting') customerWaits(fact);
      if (fact.type !== 'attempt.progress') return;
      const { attemptId: id } = fact;
      switch (fact.step) {
        case 'agent_ringing':
          step(id, 'agent');
          if (unwanted.delete(id)) note(commands.hangup(id, 16), 'A cancelled call could not be hung up.');
          note(markAttemptSeen(deps, id), 'A placed call was seen but not noted.');
          return;
        case 'customer_dialled':
          if (unwanted.delete(id)) note(commands.hangup(id, 16), 'A cancelled call could not be hung up.');
          note(markAttemptSeen(deps, id), 'A placed call was seen but not noted.');
          return;
        case 'agent_answered':
        case 'customer_ringing':
          step(id, 'customer');
          return;
        case 'customer_answered':
          waiting.delete(id);
          step(id, 'talking');
          return;
        case 'failed': {
          // With a channel the judged call ends the attempt; without one, this fact is all there will ever be.
          if (fact.linkedid !== null) return;
          const agent = fact.why === 'no_answer' ? 'no_answer' : fact.why === 'rejected' ? 'declined' : 'unreachable';
          const facts = { agent, customer: null, talkedMs: 0, saidReached: false } as const;
          note(failed(id, facts), 'A failed call was not noted.');
        }
      }
    },
    unwanted: forbid,
    isWaiting: (id) => waiting.has(id),
    stepOf({ id, outcome, dialOrder }) {
      if (outcome === null) return steps.get(id) ?? (dialOrder === 'customer_first' ? 'customer' : 'agent');
      steps.delete(id);
      return 'over';
    },
  };
}
