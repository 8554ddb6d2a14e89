import { within } from '../sip/deadline.ts';
import { customer, customerCalls, type ExpectedCall, missed, type Story, talked, wait } from './stage.ts';

const anna = '+442079460111';
const annaShort = '+442079460191';
const dina = '+442079460120';

/** Callers who hide, and one who lies. */
export const callerStories: readonly Story[] = [
  {
    name: 'withheld',
    phones: ['1001'],
    play: async (stage) => {
      // The carrier tells us who it is and that the caller does not want it told.
      const it = await customerCalls(stage, anna, {
        from: 'anonymous',
        fromName: 'Anonymous',
        fromHost: 'anonymous.invalid',
        headers: [
          ['P-Asserted-Identity', '<sip:+447700900456@127.0.0.2>'],
          ['Privacy', 'id'],
        ],
      });
      const agent = await stage.phone('1001').nextCall();
      await wait(1_500);
      it.call.hangup();
      await within(agent.ended, 3_000, 'the end');
      return [missed('anna', anna, 'abandoned_ringing', it, null)];
    },
  },
  {
    name: 'withheld-by-carrier',
    phones: ['1001'],
    play: async (stage) => {
      const it = await customerCalls(stage, annaShort, {
        from: 'anonymous',
        fromName: 'Anonymous',
        fromHost: 'anonymous.invalid',
      });
      await within(it.call.ended, 6_000, 'the end');
      return [missed('anna', annaShort, 'no_answer', it, null)];
    },
  },
  {
    name: 'national-number',
    phones: ['1001'],
    play: async (stage) => {
      // The DID without its plus sign, the caller as dialled at home, a name in another script.
      const from = '07700900789';
      const it = await customerCalls(stage, annaShort.slice(1), { from, fromName: 'Нино Месхи <b>' });
      await within(it.call.ended, 6_000, 'the end');
      return [missed('anna', annaShort, 'no_answer', it, '+447700900789')];
    },
  },
  forged('forged-line-breaks', dina, 'dina'),
  // The same where no dialplan cleans the number: every event of the liar's own channel is split and set aside.
  forged('forged-unfiltered', '+442079460198', null),
  {
    name: 'missed-three-times-then-served',
    phones: ['1001'],
    play: async (stage) => {
      const missedCalls: ExpectedCall[] = [];
      for (const from of [customer, '07700900123', '447700900123']) {
        const it = await customerCalls(stage, anna, { from });
        const agent = await stage.phone('1001').nextCall();
        await wait(800);
        it.call.hangup();
        await within(agent.ended, 3_000, 'the end');
        await within(it.call.ended, 3_000, 'the end');
        const { callback: _, ...call } = missed('anna', anna, 'abandoned_ringing', it);
        missedCalls.push(call);
        await wait(300);
      }
      const { call, startedAt } = await customerCalls(stage, anna);
      const agent = await stage.phone('1001').nextCall();
      agent.answer();
      await wait(1_500);
      call.hangup();
      await within(agent.ended, 3_000, 'the end');
      return [...missedCalls, talked('anna', anna, '1001', startedAt, agent)];
    },
  },
];

/** Only the phone that rang is known: a call all the same, owed by a person, though nobody can say what happened. */
function unseen(liar: Parameters<typeof missed>[3]): ExpectedCall {
  const { called: _, ...call } = missed(null, '', 'ended_unknown', liar, null);
  return { ...call, waitedMs: { min: 0, max: call.waitedMs.max + 3_000 } };
}

/** While an honest caller's phone rings, another calls with a number that forges the end of the first call. */
function forged(name: string, did: string, line: string | null): Story {
  return {
    name,
    phones: ['1001', '1004'],
    play: async (stage) => {
      const honest = await customerCalls(stage, anna);
      const agent = await stage.phone('1001').nextCall();
      const uniqueid = /Event: Newchannel[\s\S]*?\r\nUniqueid: (\S+)/.exec(stage.events.text)?.[1] ?? '';
      const from = `+447700900666%0d%0a%0d%0aEvent%3a%20Hangup%0d%0aUniqueid%3a%20${uniqueid}%0d%0aX%3a%20`;
      const liar = await customerCalls(stage, did, { from, fromName: 'Mallory' });
      const second = await stage.phone('1004').nextCall();
      await wait(700);
      agent.answer();
      await wait(700);
      liar.call.hangup();
      await within(second.ended, 3_000, 'the end of the forged call');
      await wait(800);
      honest.call.hangup();
      await within(agent.ended, 3_000, 'the end');
      return [
        talked('anna', anna, '1001', honest.startedAt, agent),
        line === null ? unseen(liar) : missed(line, did, 'abandoned_ringing', liar, null),
      ];
    },
  };
}
