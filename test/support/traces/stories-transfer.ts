import { within } from '../sip/deadline.ts';
import type { IncomingCall } from '../sip/incoming-call.ts';
import type { OutgoingCall } from '../sip/outgoing-call.ts';
import { customerCalls, handed, type Stage, type Story, stretch, wait } from './stage.ts';

const anna = '+442079460111';

/** A customer in talk with Anna. */
export interface Served {
  readonly it: { readonly call: OutgoingCall; readonly startedAt: number };
  readonly agent: IncomingCall;
  readonly answeredAt: number;
}

/** The customer calls Anna, who answers and talks for a while. */
export async function served(stage: Stage, talkMs = 1_500, did = anna): Promise<Served> {
  const it = await customerCalls(stage, did);
  const agent = await stage.phone('1001').nextCall();
  await wait(500);
  agent.answer();
  await within(it.call.answered, 3_000, 'the answer');
  await wait(talkMs);
  return { it, agent, answeredAt: agent.answeredAt ?? 0 };
}

/** This phone rings and is answered after a while. */
export async function takenBy(stage: Stage, extension: string, afterMs = 700): Promise<IncomingCall> {
  const call = await stage.phone(extension).nextCall(8_000);
  await wait(afterMs);
  call.answer();
  return call;
}

/** From a talk with 1001 to one with 1002: both stretches, and nothing owed. */
export function twoTalks(
  { it, agent, answeredAt }: Served,
  leftAt: number | null,
  second: IncomingCall,
  secondFrom?: number,
) {
  return handed('anna', anna, it, answeredAt, [
    stretch('1001', answeredAt, leftAt ?? agent.endedAt),
    stretch('1002', secondFrom ?? second.answeredAt, it.call.endedAt),
  ]);
}

/** Transfers by the phone (REFER), to somebody, to nobody, and while it still rings. */
export const transferStories: readonly Story[] = [
  {
    name: 'blind-transfer-answered',
    phones: ['1001', '1002'],
    play: async (stage) => {
      const one = await served(stage);
      await one.agent.refer('1002');
      const leftAt = Date.now();
      const second = await takenBy(stage, '1002');
      await wait(1_500);
      one.it.call.hangup();
      await within(second.ended, 3_000, 'the end');
      return [{ ...twoTalks(one, leftAt, second), offers: ['1001 answered', '1002 answered'] }];
    },
  },
  {
    name: 'blind-transfer-to-nobody',
    phones: ['1001', '1002'],
    play: async (stage) => {
      const one = await served(stage);
      await one.agent.refer('1002');
      const leftAt = Date.now();
      await within(one.it.call.ended, 8_000, 'the end');
      return [
        {
          ...handed('anna', anna, one.it, one.answeredAt, [stretch('1001', one.answeredAt, leftAt)], { lost: true }),
          offers: ['1001 answered', '1002 no_answer'],
        },
      ];
    },
  },
  {
    name: 'blind-transfer-unregistered',
    phones: ['1001'],
    play: async (stage) => {
      const one = await served(stage);
      await one.agent.refer('1006');
      const leftAt = Date.now();
      await within(one.it.call.ended, 8_000, 'the end');
      return [handed('anna', anna, one.it, one.answeredAt, [stretch('1001', one.answeredAt, leftAt)], { lost: true })];
    },
  },
  {
    name: 'blind-transfer-to-queue-abandoned',
    phones: ['1001', '1002'],
    play: async (stage) => {
      const one = await served(stage);
      await one.agent.refer('600');
      const leftAt = Date.now();
      await stage.phone('1002').nextCall();
      await wait(1_200);
      one.it.call.hangup();
      await within(one.it.call.ended, 3_000, 'the end');
      return [handed('anna', anna, one.it, one.answeredAt, [stretch('1001', one.answeredAt, leftAt)], { lost: true })];
    },
  },
  {
    name: 'blind-transfer-comes-back',
    phones: ['1001', '1002'],
    play: async (stage) => {
      const one = await served(stage);
      await one.agent.refer('1002');
      const leftAt = Date.now();
      const second = await takenBy(stage, '1002');
      await wait(1_300);
      await second.refer('1001');
      const secondLeftAt = Date.now();
      const back = await takenBy(stage, '1001');
      await wait(1_300);
      back.hangup();
      await within(one.it.call.ended, 3_000, 'the end');
      return [
        handed('anna', anna, one.it, one.answeredAt, [
          stretch('1001', one.answeredAt, leftAt),
          stretch('1002', second.answeredAt, secondLeftAt),
          stretch('1001', back.answeredAt, back.endedAt),
        ]),
      ];
    },
  },
  {
    name: 'attended-transfer',
    phones: ['1001', '1002'],
    play: async (stage) => {
      const one = await served(stage);
      await one.agent.hold();
      const consult = await stage.phone('1001').call('1002');
      const second = await takenBy(stage, '1002');
      await within(consult.answered, 3_000, 'the consultation');
      await wait(1_500);
      await one.agent.refer('1002', consult);
      const movedAt = Date.now();
      await wait(1_500);
      one.it.call.hangup();
      await within(second.ended, 3_000, 'the end');
      return [{ ...twoTalks(one, movedAt, second, movedAt), linked: [0, 1] }];
    },
  },
  {
    name: 'attended-transfer-to-outside',
    phones: ['1001'],
    play: async (stage) => {
      const one = await served(stage);
      await one.agent.hold();
      const consult = await stage.phone('1001').call('07700900321');
      const far = await stage.trunk.nextCall();
      await wait(600);
      far.answer();
      await within(consult.answered, 3_000, 'the consultation');
      await wait(1_500);
      await one.agent.refer('07700900321', consult);
      const movedAt = Date.now();
      await wait(1_500);
      one.it.call.hangup();
      await within(far.ended, 3_000, 'the end');
      return [
        handed(
          'anna',
          anna,
          one.it,
          one.answeredAt,
          [stretch('1001', one.answeredAt, movedAt), stretch('+447700900321', movedAt, one.it.call.endedAt)],
          { linked: [0, 1] },
        ),
      ];
    },
  },
  {
    name: 'consultation-without-transfer',
    phones: ['1001', '1002'],
    play: async (stage) => {
      const one = await served(stage);
      await one.agent.hold();
      const startedAt = Date.now();
      const consult = await stage.phone('1001').call('1002');
      const second = await takenBy(stage, '1002');
      await within(consult.answered, 3_000, 'the consultation');
      await wait(1_300);
      consult.hangup();
      await within(second.ended, 3_000, 'the end of the consultation');
      await one.agent.hold(false);
      await wait(1_000);
      one.it.call.hangup();
      await within(one.agent.ended, 3_000, 'the end');
      return [
        handed('anna', anna, one.it, one.answeredAt, [stretch('1001', one.answeredAt, one.agent.endedAt)]),
        {
          direction: 'internal',
          caller: null,
          called: '1002',
          line: null,
          outcome: 'talked',
          reason: null,
          talkedWith: ['1002'],
          waitedMs: { min: 0, max: (second.answeredAt ?? 0) - startedAt + 400 },
          talkedMs: { min: 1_000, max: (second.endedAt ?? 0) - (second.answeredAt ?? 0) + 400 },
          callback: 'none',
        },
      ];
    },
  },
  {
    name: 'blonde-transfer-answered',
    phones: ['1001', '1002'],
    play: async (stage) => {
      const one = await served(stage);
      await one.agent.hold();
      const consult = await stage.phone('1001').call('1002');
      const second = await stage.phone('1002').nextCall();
      await within(consult.ringing, 3_000, 'the ringing');
      await wait(700);
      await one.agent.refer('1002', consult);
      const leftAt = Date.now();
      await wait(700);
      second.answer();
      await wait(1_500);
      one.it.call.hangup();
      await within(second.ended, 3_000, 'the end');
      return [{ ...twoTalks(one, leftAt, second), linked: [0, 1] }];
    },
  },
  {
    name: 'blonde-transfer-to-nobody',
    phones: ['1001', '1002'],
    play: async (stage) => {
      const one = await served(stage);
      await one.agent.hold();
      const consult = await stage.phone('1001').call('1002');
      await stage.phone('1002').nextCall();
      await within(consult.ringing, 3_000, 'the ringing');
      await wait(500);
      await one.agent.refer('1002', consult);
      const leftAt = Date.now();
      await within(one.it.call.ended, 8_000, 'the end');
      return [
        handed('anna', anna, one.it, one.answeredAt, [stretch('1001', one.answeredAt, leftAt)], {
          lost: true,
          linked: [0, 1],
        }),
      ];
    },
  },
  {
    name: 'two-customers-joined',
    phones: ['1001'],
    play: async (stage) => {
      const one = await served(stage);
      await one.agent.hold();
      const other = await customerCalls(stage, anna, { from: '+447700900321', fromName: 'Dariush Tehrani' });
      const second = await takenBy(stage, '1001');
      await wait(1_500);
      await one.agent.refer('1001', second);
      const movedAt = Date.now();
      await wait(1_500);
      one.it.call.hangup();
      await within(other.call.ended, 3_000, 'the end');
      return [
        handed('anna', anna, one.it, one.answeredAt, [stretch('1001', one.answeredAt, movedAt)]),
        handed('anna', anna, other, second.answeredAt, [stretch('1001', second.answeredAt, movedAt)], {
          caller: '+447700900321',
        }),
      ];
    },
  },
];
