import { setTimeout as pause } from 'node:timers/promises';
import { between, pick } from '../../pbx/demo/chance.ts';
import type { Random } from '../../pbx/demo/ports.ts';
import type { Cell } from './cell.ts';
import type { Manner } from './people.ts';
import { type Agent, agents } from './site.ts';

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

interface Item {
  readonly id: number;
  readonly state: string;
  readonly fence: number;
}

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
      const [one, other] = two(random);
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

function two(random: Random): readonly [Agent, Agent] {
  const first = between(random, 0, agents.length - 1);
  const other = (first + between(random, 1, agents.length - 1)) % agents.length;
  return [agents[first] ?? 'amy', agents[other] ?? 'bob'];
}

async function itemOf(cell: Cell, number: string): Promise<Item | undefined> {
  const [item] = await cell.rows<{ id: number; state: string; fence: number }>(
    `select id::int as id, state, fence from callbacks where number = $1 order by id desc limit 1`,
    [number],
  );
  return item;
}

/** Up to three agents press Claim and Call, at once or one after the other, until the debt is paid or the story is over. */
async function callBack(cell: Cell, random: Random, number: string, meanwhile: (() => void) | null): Promise<void> {
  const until = Date.now() + 9_000;
  let item: Item | undefined;
  for (; Date.now() < until; await pause(120)) {
    item = await itemOf(cell, number);
    if (item !== undefined) break;
  }
  for (let tries = 0; item !== undefined && tries < 4 && Date.now() < until; tries += 1) {
    const { id, state } = item;
    if (state === 'returned' || state === 'closed' || state === 'needs_human') return;
    const [one, other] = two(random);
    if (meanwhile !== null && tries === 0) setTimeout(meanwhile, between(random, 50, 900));
    await Promise.all([work(cell, random, one, id), random() < 0.6 ? work(cell, random, other, id) : null]);
    await pause(between(random, 100, 900));
    item = await itemOf(cell, number);
  }
}

/** One agent takes the item and calls, perhaps after a long look at it, perhaps twice, perhaps thinking better of it. */
async function work(cell: Cell, random: Random, agent: Agent, id: number): Promise<void> {
  const claim = await click<{ fence: number }>(cell, agent, `callbacks/${id}/claim`, {});
  if (claim === null) return;
  // Sometimes longer than the lease: the claim on the screen is then an old one.
  await pause(random() < 0.2 ? between(random, 2_500, 3_600) : between(random, 0, 150));
  const dial = () => click<{ id: string }>(cell, agent, `callbacks/${id}/dial`, { fence: claim.fence });
  const [attempt] = await Promise.all([dial(), random() < 0.15 ? dial() : null]);
  if (attempt === null || random() > 0.2) return;
  await pause(between(random, 0, 500));
  await click(cell, agent, `attempts/${attempt.id}/hangup`, undefined);
}

async function dialPad(cell: Cell, agent: Agent, number: string): Promise<void> {
  await click(cell, agent, 'dial', { number });
}

/** Null when it was refused, or nobody answered: a button that did nothing. */
async function click<T>(cell: Cell, agent: Agent, path: string, body: unknown): Promise<T | null> {
  const client = cell.as(agent);
  if (client === null) return null;
  const late = new Promise<null>((resolve) => setTimeout(() => resolve(null), 4_000).unref());
  return Promise.race([client.call<T>('POST', path, body).catch(() => null), late]);
}
