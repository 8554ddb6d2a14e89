import { within } from '../sip/deadline.ts';
import {
  around,
  customer,
  customerCalls,
  type ExpectedCall,
  handed,
  type Story,
  stretch,
  type Talked,
  talked,
  wait,
} from './stage.ts';
import { served } from './stories-transfer.ts';

const anna = '+442079460111';
const room = '+442079460160';

function internal(called: string, startedAt: number, endedAt: number | null): ExpectedCall {
  return {
    direction: 'internal',
    caller: null,
    called,
    line: null,
    outcome: 'not_answered',
    reason: null,
    talkedWith: [],
    waitedMs: around((endedAt ?? startedAt) - startedAt),
    talkedMs: { min: 0, max: 0 },
    callback: 'none',
  };
}

/** An agent's own call into the meeting room, and whom it met there. */
function meeting(startedAt: number, metAt: number | null, talks: readonly Talked[]): ExpectedCall {
  const sum = (end: 'min' | 'max') => talks.reduce((total, talk) => total + talk[end], 0);
  return {
    ...internal('8000', startedAt, metAt),
    outcome: 'talked',
    talkedWith: talks.map(({ party }) => party),
    talkedMs: { min: sum('min'), max: sum('max') },
    talks,
  };
}

/** Hold, a conference room, and a supervisor who barges in. */
export const roomStories: readonly Story[] = [
  {
    name: 'held-and-taken-back',
    phones: ['1001'],
    play: async (stage) => {
      const { call, startedAt } = await customerCalls(stage, anna);
      const agent = await stage.phone('1001').answerNext();
      await wait(1_300);
      await agent.hold();
      await wait(1_300);
      await agent.hold(false);
      await wait(1_000);
      call.hangup();
      await within(agent.ended, 3_000, 'the end');
      return [talked('anna', anna, '1001', startedAt, agent)];
    },
  },
  {
    name: 'conference-room',
    phones: ['1001'],
    play: async (stage) => {
      const it = await customerCalls(stage, room);
      await within(it.call.answered, 3_000, 'the room');
      await wait(800);
      const startedAt = Date.now();
      const agent = await stage.phone('1001').call('8000');
      await within(agent.answered, 3_000, 'the room');
      await wait(2_000);
      it.call.hangup();
      await within(it.call.ended, 3_000, 'the end');
      const leftAt = Date.now();
      await wait(500);
      agent.hangup();
      await within(agent.ended, 3_000, 'the end');
      return [
        handed('office', room, it, agent.answeredAt, [stretch('1001', agent.answeredAt, leftAt)]),
        meeting(startedAt, agent.answeredAt, [stretch(customer, agent.answeredAt, leftAt)]),
      ];
    },
  },
  {
    name: 'conference-two-agents',
    phones: ['1001', '1002'],
    play: async (stage) => {
      const it = await customerCalls(stage, room);
      await within(it.call.answered, 3_000, 'the room');
      await wait(700);
      const oneFrom = Date.now();
      const one = await stage.phone('1001').call('8000');
      await within(one.answered, 3_000, 'the room');
      await wait(1_300);
      const twoFrom = Date.now();
      const two = await stage.phone('1002').call('8000');
      await within(two.answered, 3_000, 'the room');
      await wait(1_300);
      one.hangup();
      const oneLeftAt = Date.now();
      await wait(1_300);
      it.call.hangup();
      await within(it.call.ended, 3_000, 'the end');
      const leftAt = Date.now();
      await wait(400);
      two.hangup();
      await within(two.ended, 3_000, 'the end');
      const [first, second] = [one.answeredAt, two.answeredAt];
      const talks = [stretch('1001', first, oneLeftAt), stretch('1002', second, leftAt)];
      return [
        handed('office', room, it, first, talks, { talkedMs: around(leftAt - (first ?? 0)) }),
        {
          ...meeting(oneFrom, first, [stretch(customer, first, oneLeftAt), stretch('1002', second, oneLeftAt)]),
          talkedMs: around(oneLeftAt - (first ?? 0)),
        },
        {
          ...meeting(twoFrom, second, [stretch(customer, second, leftAt), stretch('1001', second, oneLeftAt)]),
          talkedMs: around(leftAt - (second ?? 0)),
        },
      ];
    },
  },
  {
    name: 'conference-agents-only',
    phones: ['1001', '1002'],
    play: async (stage) => {
      const oneFrom = Date.now();
      const one = await stage.phone('1001').call('8000');
      await within(one.answered, 3_000, 'the room');
      await wait(700);
      const twoFrom = Date.now();
      const two = await stage.phone('1002').call('8000');
      await within(two.answered, 3_000, 'the room');
      await wait(1_600);
      two.hangup();
      const leftAt = Date.now();
      await wait(400);
      one.hangup();
      await within(one.ended, 3_000, 'the end');
      return [
        meeting(oneFrom, two.answeredAt, [stretch('1002', two.answeredAt, leftAt)]),
        meeting(twoFrom, two.answeredAt, [stretch('1001', two.answeredAt, leftAt)]),
      ];
    },
  },
  {
    name: 'transfer-into-conference',
    phones: ['1001', '1002'],
    play: async (stage) => {
      const { it, agent, answeredAt } = await served(stage);
      const oneFrom = Date.now();
      const one = await stage.phone('1002').call('8000');
      await within(one.answered, 3_000, 'the room');
      await agent.refer('8000');
      const movedAt = Date.now();
      await wait(1_600);
      it.call.hangup();
      await within(it.call.ended, 3_000, 'the end');
      const leftAt = Date.now();
      await wait(400);
      one.hangup();
      await within(one.ended, 3_000, 'the end');
      const talks = [stretch('1001', answeredAt, movedAt), stretch('1002', movedAt, leftAt)];
      return [
        handed('anna', anna, it, answeredAt, talks),
        meeting(oneFrom, movedAt, [stretch(customer, movedAt, leftAt)]),
      ];
    },
  },
  {
    name: 'conference-room-empty',
    phones: [],
    play: async (stage) => {
      const it = await customerCalls(stage, room);
      await within(it.call.answered, 3_000, 'the room');
      await wait(1_500);
      it.call.hangup();
      await within(it.call.ended, 3_000, 'the end');
      return [
        {
          ...handed('office', room, it, null, [], { lost: true }),
          reason: 'abandoned_before_offer',
        },
      ];
    },
  },
  {
    name: 'supervisor-barges-in',
    phones: ['1001', '1003'],
    play: async (stage) => {
      const { call, startedAt } = await customerCalls(stage, anna);
      const agent = await stage.phone('1001').answerNext();
      await wait(1_300);
      const spiedFrom = Date.now();
      const supervisor = await stage.phone('1003').call('*551001');
      await within(supervisor.answered, 3_000, 'the spy');
      await wait(1_500);
      call.hangup();
      await within(agent.ended, 3_000, 'the end');
      await within(supervisor.ended, 5_000, 'the end of the spy');
      return [talked('anna', anna, '1001', startedAt, agent), internal('*551001', spiedFrom, supervisor.endedAt)];
    },
  },
];
