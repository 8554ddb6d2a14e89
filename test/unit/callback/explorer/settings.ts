import type { Budget } from './world.ts';

/** One exploration: what may happen, in steps of how much time. */
export interface Case {
  readonly name: string;
  readonly budget: Partial<Budget>;
  readonly tickMs: number;
  readonly asksToo?: boolean;
}

const twice = { claims: 2, calls: 2 };

/** Small enough to be looked at with every change: some hundred thousand states. In one step of time all deadlines pass. */
export const everyTime: readonly Case[] = [
  { name: 'two agents, time passing anywhere', budget: twice, tickMs: 80_000 },
  { name: 'and a server that dies at any step', budget: { ...twice, crashes: 1 }, tickMs: 80_000 },
  { name: 'and an order or an event that is lost', budget: { ...twice, losses: 1 }, tickMs: 80_000 },
  {
    name: 'one agent, and a service that calls the customer first',
    budget: { claims: 1, calls: 1, launches: 1 },
    tickMs: 80_000,
  },
];

/** Some minutes and some gigabytes: `RINGBACK_EXPLORE=deep`. */
export const deep: readonly Case[] = [
  { name: 'two agents, in steps of ten seconds', budget: twice, tickMs: 10_000 },
  { name: 'a server that dies at any step', budget: { ...twice, crashes: 1 }, tickMs: 30_000 },
  { name: 'an order or an event that is lost', budget: { ...twice, losses: 1 }, tickMs: 30_000 },
  { name: 'an event that comes twice', budget: { ...twice, doubles: 1 }, tickMs: 30_000 },
  { name: 'a call that is cancelled at any step', budget: { ...twice, cancels: 1 }, tickMs: 30_000 },
  { name: 'a PBX that says wrongly that an order failed', budget: { ...twice, lies: 1 }, tickMs: 80_000 },
  {
    name: 'a customer who calls again, missed once and served once',
    budget: { ...twice, misses: 1, comesIn: 1 },
    tickMs: 80_000,
  },
  { name: 'a supervisor who closes', budget: { ...twice, closes: 1 }, tickMs: 30_000 },
  {
    name: 'two agents, and a service that calls the customer first',
    budget: { ...twice, launches: 1 },
    tickMs: 80_000,
  },
  {
    name: 'a service that calls the customer first, twice, and dies at any step',
    budget: { claims: 1, calls: 1, launches: 2, crashes: 1, losses: 1 },
    tickMs: 80_000,
  },
  {
    name: 'a customer who is called first, calls in meanwhile and is called off',
    budget: { claims: 1, calls: 1, launches: 1, misses: 1, comesIn: 1, cancels: 1 },
    tickMs: 80_000,
  },
  { name: 'a second item of the same customer', budget: twice, tickMs: 80_000, asksToo: true },
  { name: 'a death, a loss and an echo', budget: { ...twice, crashes: 1, losses: 1, doubles: 1 }, tickMs: 80_000 },
];
