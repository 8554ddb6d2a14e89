import { within } from '../sip/deadline.ts';
import { customerCalls, handed, missed, type Story, stretch, talked, wait } from './stage.ts';

const sales = '+442079460100';
const tiered = '+442079460153';
const floor = '+442079460154';
const overflow = '+442079460155';
const oneMore = '+442079460156';
const closed = '+442079460157';
const narrow = '+442079460158';
const leaving = '+442079460159';
const menu = '+442079460130';
const broken = '+442079460162';

/** Queues with tiers, Local members and overflow; queues that refuse, empty or time out; closed hours. */
export const queuePathStories: readonly Story[] = [
  {
    name: 'queue-asked-to-be-called-back',
    phones: ['1001'],
    play: async (stage) => {
      const it = await customerCalls(stage, sales);
      await stage.phone('1001').nextCall();
      await wait(1_500);
      await it.call.media.sendDigits('1');
      await within(it.call.ended, 5_000, 'the end');
      return [missed('sales', sales, 'abandoned_waiting', it)];
    },
  },
  {
    name: 'queue-pickup',
    phones: ['1001', '1002', '1003', '1004'],
    play: async (stage) => {
      const it = await customerCalls(stage, sales);
      await stage.phone('1001').nextCall();
      await wait(800);
      const taker = await stage.phone('1004').call('*8');
      await within(taker.answered, 3_000, 'the pickup');
      await wait(1_500);
      it.call.hangup();
      await within(taker.ended, 3_000, 'the end');
      const talk = stretch('1004', taker.answeredAt, taker.endedAt);
      const offers = ['1001 lost', '1002 lost', '1003 lost'];
      return [handed('sales', sales, it, taker.answeredAt, [talk], { linked: [0, 1], offers })];
    },
  },
  {
    name: 'queue-attended-transfer',
    phones: ['1001', '1002', '1003'],
    play: async (stage) => {
      const it = await customerCalls(stage, sales);
      stage.phone('1002').whenCalled = { reject: 486 };
      const agent = await stage.phone('1001').nextCall();
      await wait(600);
      agent.answer();
      await wait(1_500);
      await agent.hold();
      stage.phone('1002').whenCalled = 'ring';
      const consult = await stage.phone('1001').call('1002');
      const second = await stage.phone('1002').answerNext();
      await within(consult.answered, 3_000, 'the consultation');
      await wait(1_300);
      await agent.refer('1002', consult);
      const movedAt = Date.now();
      await wait(1_500);
      it.call.hangup();
      await within(second.ended, 3_000, 'the end');
      const talks = [stretch('1001', agent.answeredAt, movedAt), stretch('1002', movedAt, it.call.endedAt)];
      return [handed('sales', sales, it, agent.answeredAt, talks, { linked: [0, 1] })];
    },
  },
  {
    name: 'queue-penalty-second-tier',
    phones: ['1001', '1004'],
    play: async (stage) => {
      stage.phone('1001').whenCalled = { reject: 486 };
      const { call, startedAt } = await customerCalls(stage, tiered);
      const agent = await stage.phone('1004').nextCall();
      await wait(800);
      agent.answer();
      await wait(1_800);
      call.hangup();
      await within(agent.ended, 3_000, 'the end');
      return [{ ...talked('office', tiered, '1004', startedAt, agent), offers: ['1001 busy', '1004 answered'] }];
    },
  },
  {
    name: 'queue-local-members-answered',
    phones: ['1001', '1004'],
    play: async (stage) => {
      const { call, startedAt } = await customerCalls(stage, floor);
      await stage.phone('1001').nextCall();
      const agent = await stage.phone('1004').nextCall();
      await wait(800);
      agent.answer();
      await wait(1_800);
      agent.hangup();
      await within(call.ended, 3_000, 'the end');
      return [{ ...talked('office', floor, '1004', startedAt, agent), offers: ['1001 lost', '1004 answered'] }];
    },
  },
  {
    name: 'queue-local-members-abandoned',
    phones: ['1001', '1004'],
    play: async (stage) => {
      const it = await customerCalls(stage, floor);
      await stage.phone('1001').nextCall();
      await wait(1_500);
      it.call.hangup();
      await within(it.call.ended, 3_000, 'the end');
      return [
        { ...missed('office', floor, 'abandoned_waiting', it), offers: ['1001 caller_gone', '1004 caller_gone'] },
      ];
    },
  },
  {
    name: 'overflow-answered',
    phones: ['1001', '1004'],
    play: async (stage) => {
      const { call, startedAt } = await customerCalls(stage, overflow);
      const agent = await stage.phone('1004').nextCall(8_000);
      await wait(800);
      agent.answer();
      await wait(1_500);
      call.hangup();
      await within(agent.ended, 3_000, 'the end');
      return [{ ...talked('sales', overflow, '1004', startedAt, agent), offers: ['1001 no_answer', '1004 answered'] }];
    },
  },
  {
    name: 'overflow-abandoned',
    phones: ['1001', '1004'],
    play: async (stage) => {
      const it = await customerCalls(stage, overflow);
      await stage.phone('1004').nextCall(8_000);
      await wait(1_000);
      it.call.hangup();
      await within(it.call.ended, 3_000, 'the end');
      return [
        { ...missed('sales', overflow, 'abandoned_waiting', it), offers: ['1001 no_answer', '1004 caller_gone'] },
      ];
    },
  },
  {
    name: 'queue-timeout-then-answered',
    phones: ['1001', '1004'],
    play: async (stage) => {
      const { call, startedAt } = await customerCalls(stage, oneMore);
      const agent = await stage.phone('1004').nextCall(8_000);
      await wait(800);
      agent.answer();
      await wait(1_500);
      call.hangup();
      await within(agent.ended, 3_000, 'the end');
      return [{ ...talked('sales', oneMore, '1004', startedAt, agent), offers: ['1001 no_answer', '1004 answered'] }];
    },
  },
  {
    name: 'queue-timeout-then-abandoned',
    phones: ['1001', '1004'],
    play: async (stage) => {
      const it = await customerCalls(stage, oneMore);
      await stage.phone('1004').nextCall(8_000);
      await wait(1_000);
      it.call.hangup();
      await within(it.call.ended, 3_000, 'the end');
      return [missed('sales', oneMore, 'abandoned_ringing', it)];
    },
  },
  {
    name: 'queue-full',
    phones: ['1001'],
    play: async (stage) => {
      const first = await customerCalls(stage, narrow, { from: '+447700900321' });
      await stage.phone('1001').nextCall();
      const it = await customerCalls(stage, narrow);
      await within(it.call.ended, 3_000, 'the refusal');
      await wait(500);
      first.call.hangup();
      await within(first.call.ended, 3_000, 'the end');
      return [
        missed('sales', narrow, 'abandoned_waiting', first, '+447700900321'),
        missed('sales', narrow, 'queue_refused', it),
      ];
    },
  },
  {
    name: 'queue-leave-empty',
    phones: ['1006'],
    play: async (stage) => {
      const it = await customerCalls(stage, leaving);
      await stage.phone('1006').nextCall();
      await stage.pbx.console('queue pause member PJSIP/1006 queue leaving');
      try {
        await within(it.call.ended, 12_000, 'the end');
      } finally {
        await stage.pbx.console('queue unpause member PJSIP/1006 queue leaving');
      }
      return [missed('evening', leaving, 'queue_refused', it)];
    },
  },
  {
    name: 'out-of-hours',
    phones: ['1001'],
    play: async (stage) => {
      const it = await customerCalls(stage, closed);
      await within(it.call.ended, 8_000, 'the end');
      return [missed('office', closed, 'out_of_hours', it)];
    },
  },
  {
    name: 'no-circuit',
    phones: ['1001'],
    play: async (stage) => {
      const it = await customerCalls(stage, broken);
      await within(it.call.ended, 3_000, 'the end');
      return [missed('office', broken, 'pbx_failure', it)];
    },
  },
  {
    name: 'menu-then-queue-answered',
    phones: ['1001', '1002', '1003'],
    play: async (stage) => {
      const { call, startedAt } = await customerCalls(stage, menu);
      await within(call.answered, 3_000, 'the menu');
      await wait(600);
      await call.media.sendDigits('1');
      const agent = await stage.phone('1002').nextCall();
      await wait(600);
      agent.answer();
      await wait(1_500);
      call.hangup();
      await within(agent.ended, 3_000, 'the end');
      return [talked('menu', menu, '1002', startedAt, agent)];
    },
  },
];
