import type { SipCall } from '../sip/call.ts';
import { within } from '../sip/deadline.ts';
import { around, customer, type ExpectedCall, type Stage, type Story, talkedBy, wait, zero } from './stage.ts';

/** `called` is left out where the customer was never dialled: no event of the call names the number. */
function attempt(startedAt: number, near: SipCall | null, far: SipCall | null, dialled = true): ExpectedCall {
  const talkedAt = far?.answeredAt ?? null;
  const endedAt = near?.endedAt ?? Date.now();
  return {
    direction: 'outbound',
    caller: null,
    ...(dialled ? { called: customer } : {}),
    line: null,
    outcome: talkedAt === null ? 'not_answered' : 'talked',
    reason: null,
    talkedWith: talkedAt === null ? [] : ['1001'],
    waitedMs: around((talkedAt ?? endedAt) - startedAt),
    talkedMs: far ? talkedBy(far) : zero,
    callback: 'none',
  };
}

async function agentAnswers(stage: Stage): Promise<SipCall> {
  const near = await stage.phone('1001').nextCall();
  await wait(800);
  near.answer();
  return near;
}

/** Calls that Ringback places: the agent's phone first, then the customer's. */
export const originateStories: readonly Story[] = [
  {
    name: 'originate-answered',
    phones: ['1001'],
    play: async (stage) => {
      const startedAt = Date.now();
      stage.originate('1001', customer);
      const near = await agentAnswers(stage);
      const far = await stage.trunk.nextCall();
      await wait(800);
      far.answer();
      await wait(2_000);
      near.hangup();
      await within(far.ended, 3_000, 'the end');
      return [attempt(startedAt, near, far)];
    },
  },
  {
    name: 'originate-agent-no-answer',
    phones: ['1001'],
    play: async (stage) => {
      const startedAt = Date.now();
      stage.originate('1001', customer, { agentRingMs: 2_000 });
      const near = await stage.phone('1001').nextCall();
      await within(near.ended, 5_000, 'the end');
      return [attempt(startedAt, near, null, false)];
    },
  },
  {
    name: 'originate-agent-rejects',
    phones: ['1001'],
    play: async (stage) => {
      const startedAt = Date.now();
      stage.originate('1001', customer);
      const near = await stage.phone('1001').nextCall();
      await wait(800);
      near.reject(486);
      return [attempt(startedAt, near, null, false)];
    },
  },
  {
    name: 'originate-customer-busy',
    phones: ['1001'],
    play: async (stage) => {
      stage.trunk.whenCalled = { reject: 486 };
      const startedAt = Date.now();
      stage.originate('1001', customer);
      const near = await agentAnswers(stage);
      await within(near.ended, 5_000, 'the end');
      return [attempt(startedAt, near, null)];
    },
  },
  {
    name: 'originate-customer-no-answer',
    phones: ['1001'],
    play: async (stage) => {
      const startedAt = Date.now();
      stage.originate('1001', customer);
      const near = await agentAnswers(stage);
      await stage.trunk.nextCall();
      await within(near.ended, 8_000, 'the end');
      return [attempt(startedAt, near, null)];
    },
  },
  {
    name: 'originate-not-after-passed',
    phones: ['1001'],
    play: async (stage) => {
      const startedAt = Date.now();
      const calls = stage.trunk.calls.length;
      stage.originate('1001', customer, { notAfterSeconds: -5 });
      const near = await agentAnswers(stage);
      await within(near.ended, 5_000, 'the refusal');
      await stage.events.quietFor(300);
      if (stage.trunk.calls.length > calls) throw new Error('late work rang the customer');
      return [attempt(startedAt, near, null, false)];
    },
  },
];
