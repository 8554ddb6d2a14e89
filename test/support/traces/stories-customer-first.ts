import type { SipCall } from '../sip/call.ts';
import { within } from '../sip/deadline.ts';
import { around, customer, type ExpectedCall, type Stage, type Story, stretch, talkedBy, wait, zero } from './stage.ts';

interface Sides {
  readonly startedAt: number;
  /** The customer's phone; null when it was never rung. */
  readonly far: SipCall | null;
  /** The agent who talked. */
  readonly near?: SipCall;
  readonly party?: string;
}

/** The customer first: who talked, and since when, is told by the agent's phone. */
function attempt({ startedAt, far, near, party = '1001' }: Sides): ExpectedCall {
  const talkedAt = near?.answeredAt ?? null;
  const endedAt = far?.endedAt ?? null;
  return {
    direction: 'outbound',
    caller: null,
    ...(far === null ? {} : { called: customer }),
    line: null,
    outcome: talkedAt === null ? 'not_answered' : 'talked',
    reason: null,
    talkedWith: talkedAt === null ? [] : [party],
    waitedMs: around((talkedAt ?? endedAt ?? startedAt) - startedAt),
    talkedMs: near ? talkedBy(near) : zero,
    callback: 'none',
    ...(near ? { talks: [stretch(party, near.answeredAt, near.endedAt)] } : {}),
    offers: [],
  };
}

async function customerAnswers({ trunk }: Stage): Promise<SipCall> {
  const far = await trunk.nextCall();
  await wait(600);
  far.answer();
  return far;
}

/** The channel of the customer, as the stream names it while they wait. */
async function asksForAgent({ events }: Stage): Promise<string> {
  const asked = /UserEvent: RingbackAgent\r\n|Channel: (PJSIP\/trunk-[0-9a-f]+)/g;
  await events.sees('UserEvent: RingbackAgent', 8_000);
  const block = events.text.split('\r\n\r\n').find((text) => text.includes('UserEvent: RingbackAgent')) ?? '';
  const channel = [...block.matchAll(asked)].flatMap((match) => match[1] ?? [])[0];
  if (channel === undefined) throw new Error(`nobody asks for an agent:\n${block}`);
  return channel;
}

/** Calls of lines that call the customer first. */
export const customerFirstStories: readonly Story[] = [
  {
    name: 'customer-first-answered',
    phones: ['1001'],
    play: async (stage) => {
      const startedAt = Date.now();
      stage.customerFirst('1001', customer);
      const far = await customerAnswers(stage);
      const near = await stage.phone('1001').nextCall();
      await wait(600);
      near.answer();
      await wait(2_000);
      far.hangup();
      await within(near.ended, 3_000, 'the end');
      return [attempt({ startedAt, far, near })];
    },
  },
  {
    name: 'customer-first-busy',
    phones: ['1001'],
    play: async (stage) => {
      stage.trunk.whenCalled = { reject: 486 };
      const startedAt = Date.now();
      const before = stage.trunk.calls.length;
      stage.customerFirst('1001', customer);
      await stage.events.sees('DialStatus: BUSY');
      await stage.events.quietFor(300);
      return [attempt({ startedAt, far: stage.trunk.calls[before] ?? null })];
    },
  },
  {
    name: 'customer-first-no-answer',
    phones: ['1001'],
    play: async (stage) => {
      const startedAt = Date.now();
      stage.customerFirst('1001', customer);
      const far = await stage.trunk.nextCall();
      await within(far.ended, 8_000, 'the end');
      return [attempt({ startedAt, far })];
    },
  },
  {
    name: 'customer-first-second-agent',
    phones: ['1001', '1002'],
    play: async (stage) => {
      const startedAt = Date.now();
      stage.customerFirst('1001', customer, { agentRingMs: 2_000 });
      const far = await customerAnswers(stage);
      const silent = await stage.phone('1001').nextCall();
      await within(silent.ended, 5_000, 'the end of the ring');
      stage.setAgent(await asksForAgent(stage), 'PJSIP/1002');
      const near = await stage.phone('1002').nextCall();
      await wait(600);
      near.answer();
      await wait(2_000);
      near.hangup();
      await within(far.ended, 3_000, 'the end');
      return [attempt({ startedAt, far, near, party: '1002' })];
    },
  },
  {
    name: 'customer-first-phone-gone',
    phones: ['1002'],
    play: async (stage) => {
      const startedAt = Date.now();
      stage.customerFirst('1001', customer);
      const far = await customerAnswers(stage);
      stage.setAgent(await asksForAgent(stage), 'PJSIP/1002');
      const near = await stage.phone('1002').answerNext();
      await wait(2_000);
      far.hangup();
      await within(near.ended, 3_000, 'the end');
      return [attempt({ startedAt, far, near, party: '1002' })];
    },
  },
  {
    name: 'customer-first-nobody',
    phones: ['1001'],
    play: async (stage) => {
      const startedAt = Date.now();
      stage.customerFirst('1001', customer);
      const far = await customerAnswers(stage);
      const silent = await stage.phone('1001').nextCall();
      await wait(600);
      silent.reject(603);
      await within(far.ended, 15_000, 'the apology and its end');
      return [attempt({ startedAt, far })];
    },
  },
  {
    name: 'customer-first-hangs-up-waiting',
    phones: ['1001'],
    play: async (stage) => {
      const startedAt = Date.now();
      stage.customerFirst('1001', customer);
      const far = await customerAnswers(stage);
      const silent = await stage.phone('1001').nextCall();
      await wait(1_000);
      far.hangup();
      await within(silent.ended, 3_000, 'the end of the ring');
      return [attempt({ startedAt, far })];
    },
  },
  {
    name: 'customer-first-not-after-passed',
    phones: ['1001'],
    play: async (stage) => {
      const startedAt = Date.now();
      const calls = stage.trunk.calls.length;
      stage.customerFirst('1001', customer, { notAfterSeconds: -5 });
      await stage.events.sees('Result: refused_late');
      await stage.events.quietFor(300);
      if (stage.trunk.calls.length > calls) throw new Error('late work rang the customer');
      return [attempt({ startedAt, far: null })];
    },
  },
];
