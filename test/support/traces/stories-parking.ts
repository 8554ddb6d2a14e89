import { within } from '../sip/deadline.ts';
import { handed, type Stage, type Story, stretch, wait } from './stage.ts';
import { served, takenBy } from './stories-transfer.ts';

const anna = '+442079460111';
const quick = '+442079460163';

/** A customer whom Anna has parked where nobody stays longer than two seconds. */
async function parked(stage: Stage, by: 'transfer' | 'digits', did = quick) {
  const one = await served(stage, 1_500, did);
  if (by === 'digits') await one.agent.media.sendDigits('*');
  const asksAt = Date.now();
  if (by === 'transfer') await one.agent.refer('730');
  else await one.agent.media.sendDigits('3');
  const leftAt = Date.now();
  await stage.events.sees('Event: ParkedCall\r\n');
  if (by === 'digits') await within(one.agent.ended, 6_000, 'the end of the announcement');
  // The PBX knows a digit before the phone is done with sending it.
  const first = { party: '1001', min: asksAt - one.answeredAt - 150, max: leftAt - one.answeredAt + 400 };
  return { ...one, first };
}

/** Parking by a digit, and customers nobody fetches: they come back to the phone that parked them. */
export const parkingStories: readonly Story[] = [
  {
    name: 'parked-and-come-back-answered',
    phones: ['1001'],
    play: async (stage) => {
      const { it, answeredAt, first } = await parked(stage, 'transfer');
      const back = await takenBy(stage, '1001');
      await wait(1_500);
      it.call.hangup();
      await within(back.ended, 3_000, 'the end');
      const talks = [first, stretch('1001', back.answeredAt, it.call.endedAt)];
      return [
        handed('anna', quick, it, answeredAt, talks, {
          talkedWith: ['1001'],
          offers: ['1001 answered', '1001 answered'],
        }),
      ];
    },
  },
  {
    name: 'parked-and-come-back-to-nobody',
    phones: ['1001'],
    play: async (stage) => {
      const { it, answeredAt, first } = await parked(stage, 'transfer');
      await stage.phone('1001').nextCall(8_000);
      await within(it.call.ended, 8_000, 'the end');
      const offers = ['1001 answered', '1001 no_answer'];
      return [handed('anna', quick, it, answeredAt, [first], { lost: true, offers })];
    },
  },
  {
    name: 'parked-by-digits-and-fetched',
    phones: ['1001', '1002'],
    play: async (stage) => {
      const { it, answeredAt, first } = await parked(stage, 'digits', anna);
      const space = /Event: ParkedCall\r\n[\s\S]*?ParkingSpace: (\d+)/.exec(stage.events.text)?.[1] ?? '701';
      const taker = await stage.phone('1002').call(space);
      await within(taker.answered, 3_000, 'the fetching');
      await wait(1_500);
      it.call.hangup();
      await within(taker.ended, 3_000, 'the end');
      const talks = [first, stretch('1002', taker.answeredAt, taker.endedAt)];
      return [handed('anna', anna, it, answeredAt, talks, { linked: [0, 1] })];
    },
  },
  {
    name: 'parked-by-digits-and-come-back-to-nobody',
    phones: ['1001'],
    play: async (stage) => {
      const { it, answeredAt, first } = await parked(stage, 'digits');
      await stage.phone('1001').nextCall(8_000);
      await wait(1_000);
      it.call.hangup();
      await within(it.call.ended, 3_000, 'the end');
      const offers = ['1001 answered', '1001 caller_gone'];
      return [handed('anna', quick, it, answeredAt, [first], { lost: true, offers })];
    },
  },
];
