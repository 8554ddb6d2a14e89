import { within } from '../sip/deadline.ts';
import { customerCalls, missed, type Story, talked, wait } from './stage.ts';

const anna = '+442079460111';
const annaShort = '+442079460191';
const group = '+442079460110';
const groupShort = '+442079460192';

/** Calls to one phone and to the ring group. */
export const directStories: readonly Story[] = [
  {
    name: 'direct-answered',
    phones: ['1001'],
    play: async (stage) => {
      const { call, startedAt } = await customerCalls(stage, anna);
      const agent = await stage.phone('1001').nextCall();
      await wait(1_000);
      agent.answer();
      await wait(2_000);
      call.hangup();
      await within(agent.ended, 3_000, 'the end');
      return [talked('anna', anna, '1001', startedAt, agent)];
    },
  },
  {
    name: 'direct-no-answer',
    phones: ['1001'],
    play: async (stage) => {
      const it = await customerCalls(stage, annaShort);
      await within(it.call.ended, 6_000, 'the end');
      return [missed('anna', annaShort, 'no_answer', it)];
    },
  },
  {
    name: 'direct-caller-hangs-up-ringing',
    phones: ['1001'],
    play: async (stage) => {
      const it = await customerCalls(stage, anna);
      const agent = await stage.phone('1001').nextCall();
      await wait(1_500);
      it.call.hangup();
      await within(agent.ended, 3_000, 'the end');
      await within(it.call.ended, 3_000, 'the end');
      return [missed('anna', anna, 'abandoned_ringing', it)];
    },
  },
  {
    name: 'phone-busy',
    phones: ['1001'],
    play: async (stage) => {
      stage.phone('1001').whenCalled = { reject: 486 };
      const it = await customerCalls(stage, anna);
      await within(it.call.ended, 3_000, 'the end');
      return [missed('anna', anna, 'busy', it)];
    },
  },
  {
    name: 'phone-declined',
    phones: ['1001'],
    play: async (stage) => {
      const it = await customerCalls(stage, anna);
      const agent = await stage.phone('1001').nextCall();
      await wait(1_000);
      agent.reject(603);
      await within(it.call.ended, 3_000, 'the end');
      return [missed('anna', anna, 'all_rejected', it)];
    },
  },
  {
    name: 'phone-not-registered',
    phones: [],
    play: async (stage) => {
      const it = await customerCalls(stage, anna);
      await within(it.call.ended, 3_000, 'the end');
      return [missed('anna', anna, 'phones_unreachable', it)];
    },
  },
  {
    name: 'ring-group-answered-by-second',
    phones: ['1001', '1002', '1003'],
    play: async (stage) => {
      const { call, startedAt } = await customerCalls(stage, group);
      const agent = await stage.phone('1002').nextCall();
      await wait(1_000);
      agent.answer();
      await wait(2_000);
      agent.hangup();
      await within(call.ended, 3_000, 'the end');
      return [talked('office', group, '1002', startedAt, agent)];
    },
  },
  {
    name: 'ring-group-no-answer',
    phones: ['1001', '1002', '1003'],
    play: async (stage) => {
      const it = await customerCalls(stage, groupShort);
      await within(it.call.ended, 6_000, 'the end');
      return [missed('office', groupShort, 'no_answer', it)];
    },
  },
];
