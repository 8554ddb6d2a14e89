import { within } from '../sip/deadline.ts';
import { around, customerCalls, type ExpectedCall, handed, type Story, stretch, talked, wait } from './stage.ts';

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
        { ...internal('8000', startedAt, agent.endedAt), outcome: 'not_answered' },
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
