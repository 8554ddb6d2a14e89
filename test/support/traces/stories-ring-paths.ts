import { within } from '../sip/deadline.ts';
import { customerCalls, handed, missed, type Story, stretch, talked, wait } from './stage.ts';

const anna = '+442079460111';
const group = '+442079460110';
const hunt = '+442079460150';
const nested = '+442079460151';
const followMe = '+442079460152';
const mobile = '+447700900555';

/** Pickup, forwarding, hunt groups, follow-me and Local channels. */
export const ringPathStories: readonly Story[] = [
  {
    name: 'pickup-star8',
    phones: ['1001', '1002'],
    play: async (stage) => {
      const it = await customerCalls(stage, anna);
      await stage.phone('1001').nextCall();
      await wait(800);
      const taker = await stage.phone('1002').call('*8');
      await within(taker.answered, 3_000, 'the pickup');
      await wait(1_500);
      it.call.hangup();
      await within(taker.ended, 3_000, 'the end');
      const talk = stretch('1002', taker.answeredAt, taker.endedAt);
      return [handed('anna', anna, it, taker.answeredAt, [talk], { linked: [0, 1], offers: ['1001 lost'] })];
    },
  },
  {
    name: 'pickup-by-replaces',
    phones: ['1001', '1002'],
    play: async (stage) => {
      const it = await customerCalls(stage, anna);
      const rung = await stage.phone('1001').nextCall();
      await wait(800);
      const taker = await stage.phone('1002').call('1001', { headers: [rung.takeover] });
      await within(taker.answered, 3_000, 'the pickup');
      await wait(1_500);
      it.call.hangup();
      await within(taker.ended, 3_000, 'the end');
      const talk = stretch('1002', taker.answeredAt, taker.endedAt);
      return [handed('anna', anna, it, taker.answeredAt, [talk], { linked: [0, 1], offers: ['1001 lost'] })];
    },
  },
  {
    name: 'parked-and-fetched',
    phones: ['1001', '1002'],
    play: async (stage) => {
      const it = await customerCalls(stage, anna);
      const agent = await stage.phone('1001').answerNext();
      await wait(1_500);
      await agent.refer('700');
      const leftAt = Date.now();
      await stage.events.sees('Event: ParkedCall\r\n');
      const space = /Event: ParkedCall\r\n[\s\S]*?ParkingSpace: (\d+)/.exec(stage.events.text)?.[1] ?? '701';
      await wait(900);
      const taker = await stage.phone('1002').call(space);
      await within(taker.answered, 3_000, 'the fetching');
      await wait(1_500);
      it.call.hangup();
      await within(taker.ended, 3_000, 'the end');
      const talks = [stretch('1001', agent.answeredAt, leftAt), stretch('1002', taker.answeredAt, taker.endedAt)];
      return [handed('anna', anna, it, agent.answeredAt, talks, { linked: [0, 1] })];
    },
  },
  {
    name: 'parked-and-given-up',
    phones: ['1001'],
    play: async (stage) => {
      const it = await customerCalls(stage, anna);
      const agent = await stage.phone('1001').answerNext();
      await wait(1_500);
      await agent.refer('700');
      const leftAt = Date.now();
      await stage.events.sees('Event: ParkedCall\r\n');
      await wait(1_200);
      it.call.hangup();
      await within(it.call.ended, 3_000, 'the end');
      return [handed('anna', anna, it, agent.answeredAt, [stretch('1001', agent.answeredAt, leftAt)], { lost: true })];
    },
  },
  {
    name: 'forwarded-and-answered',
    phones: ['1001', '1002'],
    play: async (stage) => {
      const { call, startedAt } = await customerCalls(stage, anna);
      (await stage.phone('1001').nextCall()).forward('1002');
      const agent = await stage.phone('1002').nextCall();
      await wait(800);
      agent.answer();
      await wait(1_500);
      call.hangup();
      await within(agent.ended, 3_000, 'the end');
      return [talked('anna', anna, '1002', startedAt, agent)];
    },
  },
  {
    name: 'forwarded-to-nobody',
    phones: ['1001', '1002'],
    play: async (stage) => {
      const it = await customerCalls(stage, anna);
      (await stage.phone('1001').nextCall()).forward('1002');
      await stage.phone('1002').nextCall();
      await wait(1_000);
      it.call.hangup();
      await within(it.call.ended, 3_000, 'the end');
      return [missed('anna', anna, 'abandoned_ringing', it)];
    },
  },
  {
    name: 'hunt-third-answers',
    phones: ['1001', '1002', '1003'],
    play: async (stage) => {
      const { call, startedAt } = await customerCalls(stage, hunt);
      stage.phone('1002').whenCalled = { reject: 486 };
      const agent = await stage.phone('1003').nextCall(8_000);
      await wait(600);
      agent.answer();
      await wait(1_500);
      call.hangup();
      await within(agent.ended, 3_000, 'the end');
      const offers = ['1001 no_answer', '1002 busy', '1003 answered'];
      return [{ ...talked('office', hunt, '1003', startedAt, agent), offers }];
    },
  },
  {
    name: 'hunt-nobody-answers',
    phones: ['1001', '1003'],
    play: async (stage) => {
      const it = await customerCalls(stage, hunt);
      await within(it.call.ended, 12_000, 'the end');
      return [{ ...missed('office', hunt, 'no_answer', it), offers: ['1001 no_answer', '1003 no_answer'] }];
    },
  },
  {
    name: 'group-all-declined',
    phones: ['1001', '1002', '1003'],
    play: async (stage) => {
      const it = await customerCalls(stage, group);
      const rung = await Promise.all(['1001', '1002', '1003'].map((one) => stage.phone(one).nextCall()));
      await wait(600);
      for (const one of rung) one.reject(603);
      await within(it.call.ended, 3_000, 'the end');
      const offers = ['1001 declined', '1002 declined', '1003 declined'];
      return [{ ...missed('office', group, 'all_rejected', it), offers }];
    },
  },
  {
    name: 'nested-local-answered',
    phones: ['1001', '1003'],
    play: async (stage) => {
      const { call, startedAt } = await customerCalls(stage, nested);
      const agent = await stage.phone('1001').nextCall();
      await wait(800);
      agent.answer();
      await wait(1_800);
      call.hangup();
      await within(agent.ended, 3_000, 'the end');
      return [{ ...talked('office', nested, '1001', startedAt, agent), offers: ['1001 answered', '1003 lost'] }];
    },
  },
  {
    name: 'nested-local-no-answer',
    phones: ['1001', '1003'],
    play: async (stage) => {
      const it = await customerCalls(stage, nested);
      await within(it.call.ended, 8_000, 'the end');
      return [missed('office', nested, 'no_answer', it)];
    },
  },
  {
    name: 'follow-me-accepted',
    phones: ['1001'],
    play: async (stage) => {
      const it = await customerCalls(stage, followMe);
      const far = await stage.trunk.nextCall(8_000);
      await wait(500);
      far.answer();
      await wait(900);
      const pressedAt = Date.now();
      await far.media.sendDigits('1');
      await within(it.call.answered, 3_000, 'the mobile');
      await wait(1_800);
      it.call.hangup();
      await within(far.ended, 3_000, 'the end');
      return [handed('anna', followMe, it, pressedAt, [stretch(mobile, it.call.answeredAt, far.endedAt)])];
    },
  },
  {
    name: 'follow-me-refused',
    phones: ['1001'],
    play: async (stage) => {
      const it = await customerCalls(stage, followMe);
      const far = await stage.trunk.nextCall(8_000);
      await wait(500);
      far.answer();
      await wait(900);
      await far.media.sendDigits('2');
      await within(it.call.ended, 8_000, 'the end');
      return [missed('anna', followMe, 'no_answer', it)];
    },
  },
  {
    name: 'follow-me-not-pressed',
    phones: ['1001'],
    play: async (stage) => {
      const it = await customerCalls(stage, followMe);
      const far = await stage.trunk.nextCall(8_000);
      await wait(500);
      far.answer();
      await within(it.call.ended, 10_000, 'the end');
      return [missed('anna', followMe, 'no_answer', it)];
    },
  },
];
