import { within } from '../sip/deadline.ts';
import type { IncomingCall } from '../sip/incoming-call.ts';
import { type Headers, header } from '../sip/message.ts';
import { around, customerCalls, handed, missed, type Stage, type Story, stretch, talked, wait } from './stage.ts';

const anna = '+442079460111';
const bounced = '+442079460161';
const marked = '+442079460165';
const unmarked = '+442079460166';
const company = '+442079460100';
const elsewhere = '+442079460777';

/** How the carrier shows the call that comes back: by the customer's number, or by one of its own. */
interface Shown {
  readonly caller: string;
  readonly from: string;
  readonly withMark?: boolean;
}

/** A call leaves by the carrier, who brings it back to Anna's number. */
async function comesBack(stage: Stage, { caller, from, withMark = false }: Shown) {
  const it = await customerCalls(stage, bounced, { from: caller });
  const out = await stage.trunk.nextCall();
  const back = await customerCalls(stage, anna, { from, headers: withMark ? markOf(out) : [] });
  const agent = await stage.phone('1001').nextCall();
  return { it, out, back, agent };
}

function markOf({ invite }: IncomingCall): Headers {
  return [['X-Ringback-Leg', header(invite, 'X-Ringback-Leg')]];
}

async function answeredAndEnded(stage: Stage, shown: Shown) {
  const { it, out, back, agent } = await comesBack(stage, shown);
  await wait(800);
  agent.answer();
  await within(back.call.answered, 3_000, 'the answer');
  out.answer();
  await within(it.call.answered, 3_000, 'the answer outside');
  await wait(1_600);
  it.call.hangup();
  await within(out.ended, 3_000, 'the end outside');
  back.call.hangup();
  await within(agent.ended, 3_000, 'the end');
  return { it, out, back, agent };
}

async function ringsOnly(stage: Stage, shown: Shown) {
  const { it, back } = await comesBack(stage, shown);
  await wait(1_200);
  it.call.hangup();
  await within(it.call.ended, 3_000, 'the end outside');
  back.call.hangup();
  await within(back.call.ended, 3_000, 'the end');
  return { it, back };
}

/** Asterisk sends the call to itself and rings Anna. */
async function loops(stage: Stage, did: string, caller: string) {
  const it = await customerCalls(stage, did, { from: caller });
  const agent = await stage.phone('1001').nextCall();
  await wait(800);
  return { it, agent };
}

const twice = { linked: [0, 1] } as const;

/** Calls that leave by a trunk and come back into the same PBX: one customer, one verdict, wherever that can be seen. */
export const comeBackStories: readonly Story[] = [
  {
    name: 'leaves-and-comes-back-answered',
    phones: ['1001'],
    play: async (stage) => {
      const caller = '+447700900201';
      const { it, out } = await answeredAndEnded(stage, { caller, from: caller });
      const talk = stretch('1001', out.answeredAt, out.endedAt);
      return [handed('anna', bounced, it, out.answeredAt, [talk], { ...twice, caller, offers: ['1001 answered'] })];
    },
  },
  {
    name: 'leaves-and-comes-back-missed',
    phones: ['1001'],
    play: async (stage) => {
      const caller = '+447700900202';
      const { it } = await ringsOnly(stage, { caller, from: caller });
      return [
        { ...missed('anna', bounced, 'abandoned_ringing', it, caller), ...twice, caller, offers: ['1001 caller_gone'] },
      ];
    },
  },
  {
    name: 'comes-back-marked-by-another-number',
    phones: ['1001'],
    play: async (stage) => {
      const caller = '+447700900203';
      const { it, out } = await answeredAndEnded(stage, { caller, from: company, withMark: true });
      const talk = stretch('1001', out.answeredAt, out.endedAt);
      return [handed('anna', bounced, it, out.answeredAt, [talk], { ...twice, caller, offers: ['1001 answered'] })];
    },
  },
  {
    name: 'comes-back-unseen-answered',
    phones: ['1001'],
    play: async (stage) => {
      const caller = '+447700900204';
      const { it, back, agent } = await answeredAndEnded(stage, { caller, from: elsewhere });
      return [
        { ...missed('anna', bounced, 'ended_unknown', it, caller), warnings: ['led_to_ourselves'] },
        talked('anna', anna, '1001', back.startedAt, agent, elsewhere),
      ];
    },
  },
  {
    name: 'loop-answered',
    phones: ['1001'],
    play: async (stage) => {
      const caller = '+447700900205';
      const { it, agent } = await loops(stage, marked, caller);
      agent.answer();
      await within(it.call.answered, 3_000, 'the answer');
      await wait(1_500);
      it.call.hangup();
      await within(agent.ended, 3_000, 'the end');
      const talk = stretch('1001', agent.answeredAt, agent.endedAt);
      return [handed('anna', marked, it, agent.answeredAt, [talk], { ...twice, caller, offers: ['1001 answered'] })];
    },
  },
  {
    name: 'loop-declined',
    phones: ['1001'],
    play: async (stage) => {
      const caller = '+447700900206';
      const { it, agent } = await loops(stage, marked, caller);
      agent.reject(603);
      await within(it.call.ended, 3_000, 'the end');
      return [{ ...missed('anna', marked, 'all_rejected', it, caller), ...twice, caller, offers: ['1001 declined'] }];
    },
  },
  {
    name: 'loop-blind-transfer-to-nobody',
    phones: ['1001', '1002'],
    play: async (stage) => {
      const caller = '+447700900207';
      const { it, agent } = await loops(stage, marked, caller);
      agent.answer();
      await within(it.call.answered, 3_000, 'the answer');
      await wait(1_500);
      await agent.refer('1002');
      const leftAt = Date.now();
      await stage.phone('1002').nextCall();
      await wait(1_000);
      it.call.hangup();
      await within(it.call.ended, 3_000, 'the end');
      const talk = stretch('1001', agent.answeredAt, leftAt);
      return [handed('anna', marked, it, agent.answeredAt, [talk], { ...twice, caller, lost: true })];
    },
  },
  {
    name: 'loop-by-company-number',
    phones: ['1001'],
    play: async (stage) => {
      const caller = '+447700900208';
      const { it, agent } = await loops(stage, unmarked, caller);
      agent.answer();
      await within(it.call.answered, 3_000, 'the answer');
      await wait(1_500);
      it.call.hangup();
      await within(agent.ended, 3_000, 'the end');
      const talk = stretch('1001', agent.answeredAt, agent.endedAt);
      return [handed('anna', unmarked, it, agent.answeredAt, [talk], { ...twice, caller, offers: ['1001 answered'] })];
    },
  },
  {
    name: 'internal-by-the-carrier',
    phones: ['1001', '1002'],
    play: async (stage) => {
      const startedAt = Date.now();
      const call = await stage.phone('1002').call(`00${anna.slice(1)}`);
      const out = await stage.trunk.nextCall();
      const back = await customerCalls(stage, anna, { from: company });
      const agent = await stage.phone('1001').nextCall();
      await wait(600);
      agent.answer();
      await within(back.call.answered, 3_000, 'the answer');
      out.answer();
      await within(call.answered, 3_000, 'the answer outside');
      await wait(1_600);
      call.hangup();
      await within(out.ended, 3_000, 'the end outside');
      back.call.hangup();
      await within(agent.ended, 3_000, 'the end');
      return [
        {
          direction: 'internal',
          caller: null,
          line: null,
          outcome: 'talked',
          reason: null,
          talkedWith: ['1001'],
          waitedMs: around((out.answeredAt ?? 0) - startedAt),
          talkedMs: around((out.endedAt ?? 0) - (out.answeredAt ?? 0)),
          callback: 'none',
          talks: [stretch('1001', out.answeredAt, out.endedAt)],
          ...twice,
        },
      ];
    },
  },
];
