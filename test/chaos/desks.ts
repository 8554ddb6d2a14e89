import { setTimeout as pause } from 'node:timers/promises';
import { between } from '../../pbx/demo/chance.ts';
import type { Random } from '../../pbx/demo/ports.ts';
import type { Company } from './company.ts';

interface Item {
  readonly id: number;
  readonly state: string;
  readonly fence: number;
}

/** Two of those who work here, never the same one twice. */
export function two({ agents }: Company, random: Random): readonly [string, string] {
  const first = between(random, 0, agents.length - 1);
  const other = (first + between(random, 1, agents.length - 1)) % agents.length;
  return [agents[first] ?? '', agents[other] ?? ''];
}

async function itemOf(company: Company, number: string): Promise<Item | undefined> {
  const [item] = await company.rows<{ id: number; state: string; fence: number }>(
    `select id::int as id, state, fence from callbacks where number = $1 order by id desc limit 1`,
    [number],
  );
  return item;
}

/** How likely it is that people get into each other's way. */
export interface Habits {
  /** A second agent claims and calls as well. */
  readonly both: number;
  /** Who calls presses the button twice. */
  readonly twice: number;
  /** How often they try, and for how long they care. */
  readonly tries: number;
  readonly withinMs: number;
}

export const usual: Habits = { both: 0.6, twice: 0.15, tries: 4, withinMs: 9_000 };

/** Up to three agents press Claim and Call, at once or one after the other, until the debt is paid or the story is over. */
export async function callBack(
  company: Company,
  random: Random,
  number: string,
  meanwhile: (() => void) | null,
  habits: Habits = usual,
): Promise<void> {
  const cares = patience(company, habits.withinMs);
  let item: Item | undefined;
  for (; cares(); await pause(120)) {
    item = await itemOf(company, number);
    if (item !== undefined) break;
  }
  for (let tries = 0; item !== undefined && tries < habits.tries && cares(); item = await itemOf(company, number)) {
    const { id, state } = item;
    if (state === 'returned' || state === 'closed' || state === 'needs_human') return;
    if (company.service() === null) {
      await pause(120);
      continue;
    }
    const [one, other] = two(company, random);
    if (meanwhile !== null && tries === 0) setTimeout(meanwhile, between(random, 50, 900));
    await Promise.all([
      work(company, random, one, id, habits),
      random() < habits.both ? work(company, random, other, id, habits) : null,
    ]);
    tries += 1;
    await pause(between(random, 100, 900));
  }
}

/** Whether they still care. The time without a service does not count: nobody can press anything, and it may be long on a slow machine. */
function patience(company: Company, ms: number): () => boolean {
  const end = Date.now() + 4 * ms;
  let left = ms;
  let last = Date.now();
  return () => {
    const now = Date.now();
    if (company.service() !== null) left -= now - last;
    last = now;
    return left > 0 && now < end;
  };
}

/** One agent takes the item and calls, perhaps after a long look at it, perhaps twice, perhaps thinking better of it. */
async function work(company: Company, random: Random, agent: string, id: number, habits: Habits): Promise<void> {
  const claim = await click<{ fence: number }>(company, agent, `callbacks/${id}/claim`, {});
  if (claim === null) return;
  // Sometimes longer than the lease: the claim on the screen is then an old one.
  await pause(random() < 0.2 ? between(random, 2_500, 3_600) : between(random, 0, 150));
  const dial = () => click<{ id: string }>(company, agent, `callbacks/${id}/dial`, { fence: claim.fence });
  const [attempt] = await Promise.all([dial(), random() < habits.twice ? dial() : null]);
  if (attempt === null || random() > 0.2) return;
  await pause(between(random, 0, 500));
  await click(company, agent, `attempts/${attempt.id}/hangup`, undefined);
}

/** A call to this number that no item asks for. */
export async function dialPad(company: Company, agent: string, number: string): Promise<void> {
  await click(company, agent, 'dial', { number });
}

/** Null when it was refused, or nobody answered: a button that did nothing. */
async function click<T>(company: Company, agent: string, path: string, body: unknown): Promise<T | null> {
  const client = company.as(agent);
  if (client === null) return null;
  const late = new Promise<null>((resolve) => setTimeout(() => resolve(null), 4_000).unref());
  return Promise.race([client.call<T>('POST', path, body).catch(() => null), late]);
}
