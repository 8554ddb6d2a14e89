import { setTimeout as pause } from 'node:timers/promises';
import { between, pick } from '../../../pbx/demo/chance.ts';
import type { Random } from '../../../pbx/demo/ports.ts';
import { callBack, dialPad, type Habits, two, usual } from '../desks.ts';
import type { Manner } from '../people.ts';
import type { RealHouse } from './house.ts';

const plots = [
  'gives up while it rings',
  'gives up while it rings',
  'misses twice',
  'is served',
  'leaves the queue',
  'misses, then is served',
  'calls again during the callback',
  'two agents call at once',
  'an agent presses call twice',
  'dial pad',
] as const;
export type Plot = (typeof plots)[number];

const direct = '+442079460111';
const office = '+442079460110';
const salesQueue = '+442079460100';
const supportQueue = '+442079460101';

/** A service that starts again takes a while, and so does a real phone: people try more often, and care longer. */
const patient: Habits = { ...usual, tries: 8, withinMs: 18_000 };

/** How people get into each other's way in two of the plots. */
const habits: Partial<Record<Plot, Habits>> = {
  'two agents call at once': { ...patient, both: 1 },
  'an agent presses call twice': { ...patient, both: 0.2, twice: 1 },
};

/** Plays one customer's story on real phones; answers its plot when nobody does anything for them any more. */
export async function tellRealStory({ company, people }: RealHouse, random: Random, number: string): Promise<Plot> {
  const plot = pick(random, plots) ?? 'gives up while it rings';
  // Each customer keeps to the lines of one group, so that all they miss is one debt.
  const lines = random() < 0.3 ? [supportQueue] : [direct, office, salesQueue];
  const line = plot === 'leaves the queue' ? pick(random, [salesQueue, supportQueue]) : pick(random, lines);
  const did = line ?? direct;
  const miss = (patienceMs = between(random, 150, 2_000)) =>
    people.visit(number, did, { answeredAfterMs: null, patienceMs, talkMs: 0 });
  const serve = () =>
    people.visit(number, did, {
      answeredAfterMs: between(random, 50, 600),
      patienceMs: 7_000,
      talkMs: between(random, 700, 2_000),
    });
  people.treat(number, manners(random));
  const visits: Promise<void>[] = [];
  switch (plot) {
    case 'is served':
      await serve();
      return plot;
    case 'dial pad': {
      const [one, other] = two(company, random);
      await Promise.all([dialPad(company, one, number), dialPad(company, other, number)]);
      return plot;
    }
    case 'misses twice':
      visits.push(miss());
      await pause(between(random, 0, 1_500));
      visits.push(miss());
      break;
    case 'misses, then is served':
      visits.push(miss());
      await pause(between(random, 500, 3_000));
      visits.push(serve());
      break;
    case 'leaves the queue':
      visits.push(miss(between(random, 1_500, 4_500)));
      break;
    default:
      visits.push(miss());
  }
  const again = () => void visits.push(miss());
  const meanwhile = plot === 'calls again during the callback' ? again : null;
  await callBack(company, random, number, meanwhile, habits[plot] ?? patient);
  await Promise.all(visits);
  return plot;
}

function manners(random: Random): Manner[] {
  const one = (): Manner => ({
    does: random() < 0.65 ? 'answers' : random() < 0.6 ? 'busy' : 'silent',
    afterMs: between(random, 20, 700),
    talkMs: random() < 0.75 ? between(random, 900, 2_000) : between(random, 30, 250),
  });
  return [one(), one(), { does: 'answers', afterMs: 60, talkMs: 1_200 }];
}
