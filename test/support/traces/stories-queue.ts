import { within } from '../sip/deadline.ts';
import { customerCalls, missed, type Story, talked, wait } from './stage.ts';

const sales = '+442079460100';
const salesShort = '+442079460190';
const evening = '+442079460140';
const dina = '+442079460120';
const menu = '+442079460130';
const nobodys = '+442079460199';

/** Calls to queues, to the mailbox, into the menu and to a number nobody has set up. */
export const queueStories: readonly Story[] = [
  {
    name: 'queue-answered',
    phones: ['1001', '1002', '1003'],
    play: async (stage) => {
      const { call, startedAt } = await customerCalls(stage, sales);
      const agent = await stage.phone('1003').nextCall();
      await wait(1_000);
      agent.answer();
      await wait(2_000);
      call.hangup();
      await within(agent.ended, 3_000, 'the end');
      return [talked('sales', sales, '1003', startedAt, agent)];
    },
  },
  {
    name: 'queue-abandoned',
    phones: ['1001', '1002', '1003'],
    play: async (stage) => {
      const it = await customerCalls(stage, sales);
      const agent = await stage.phone('1001').nextCall();
      await wait(2_000);
      it.call.hangup();
      await within(agent.ended, 3_000, 'the end');
      return [missed('sales', sales, 'abandoned_waiting', it)];
    },
  },
  {
    name: 'queue-timeout',
    phones: ['1001', '1002', '1003'],
    play: async (stage) => {
      const it = await customerCalls(stage, salesShort);
      await within(it.call.ended, 8_000, 'the end');
      return [missed('sales', salesShort, 'no_answer', it)];
    },
  },
  {
    name: 'queue-refused-nobody-in',
    phones: [],
    play: async (stage) => {
      const it = await customerCalls(stage, evening);
      await within(it.call.ended, 3_000, 'the end');
      return [missed('evening', evening, 'queue_refused', it)];
    },
  },
  {
    name: 'voicemail',
    phones: ['1004'],
    play: async (stage) => {
      const it = await customerCalls(stage, dina);
      await within(it.call.answered, 6_000, 'the mailbox');
      await wait(3_000);
      it.call.hangup();
      await within(it.call.ended, 3_000, 'the end');
      return [missed('dina', dina, 'voicemail_left', it)];
    },
  },
  {
    name: 'ivr-hang-up',
    phones: ['1001'],
    play: async (stage) => {
      const it = await customerCalls(stage, menu);
      await within(it.call.answered, 3_000, 'the menu');
      await wait(1_500);
      it.call.hangup();
      await within(it.call.ended, 3_000, 'the end');
      return [missed('menu', menu, 'abandoned_before_offer', it)];
    },
  },
  {
    name: 'did-unknown',
    phones: ['1001'],
    play: async (stage) => {
      const it = await customerCalls(stage, nobodys);
      await within(it.call.ended, 3_000, 'the end');
      return [missed(null, nobodys, 'abandoned_before_offer', it)];
    },
  },
];
