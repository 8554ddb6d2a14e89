import { setTimeout as pause } from 'node:timers/promises';
import { between, pick } from '../../pbx/demo/chance.ts';
import type { Random } from '../../pbx/demo/ports.ts';
import type { Cell } from './cell.ts';
import { callBack, dialPad, two } from './desks.ts';
import type { Manner } from './people.ts';

/** What one customer lives through. */
export type Plot =
  | 'missed'
  | 'missed twice'
  | 'served'
  | 'missed, then served'
  | 'calls during the callback'
  | 'dial pad';

const plots: readonly Plot[] = [
  'missed',
  'missed',
  'missed',
  'missed twice',
  'served',
  'missed, then served',
  'calls during the callback',
  'dial pad',
];

/** Plays one customer's story with a number of their own; what people click may fail, as it does while things are broken. */
export async function tellStory(cell: Cell, random: Random, number: string): Promise<Plot> {
  const plot = pick(random, plots) ?? 'missed';
  const line = between(random, 0, 1);
  const { pbx } = cell;
  const miss = () =>
    pbx.visit(number, line, { answeredAfterMs: null, patienceMs: between(random, 80, 900), talkMs: 0 });
  const serve = () =>
    pbx.visit(number, line, {
      answeredAfterMs: between(random, 40, 300),
      patienceMs: 5_000,
      talkMs: between(random, 300, 1_200),
    });
  pbx.people.treat(number, manners(random));
  switch (plot) {
    case 'served':
      serve();
      return plot;
    case 'dial pad': {
      const [one, other] = two(cell, random);
      await Promise.all([dialPad(cell, one, number), dialPad(cell, other, number)]);
      return plot;
    }
    case 'missed twice':
      miss();
      await pause(between(random, 0, 700));
      miss();
      break;
    case 'missed, then served':
      miss();
      await pause(between(random, 200, 1_500));
      serve();
      break;
    default:
      miss();
  }
  await callBack(cell, random, number, plot === 'calls during the callback' ? miss : null);
  return plot;
}

function manners(random: Random): Manner[] {
  const one = (): Manner => ({
    does: random() < 0.6 ? 'answers' : random() < 0.5 ? 'busy' : 'silent',
    afterMs: between(random, 20, 400),
    talkMs: random() < 0.75 ? between(random, 500, 1_500) : between(random, 50, 250),
  });
  return [one(), one(), { does: 'answers', afterMs: 60, talkMs: 700 }];
}
