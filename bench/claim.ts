import { drizzle } from 'drizzle-orm/node-postgres';
import { openPool } from '../server/platform/db.ts';
import { silent } from '../server/platform/postgres/log.ts';
import { storesOf, transactOver, transactWith } from '../server/store/transact.ts';
import { claimNext } from '../server/usecases/claim-next.ts';
import type { Deps } from '../server/usecases/deps.ts';
import { foundCompany, openBenchDatabase } from './database.ts';
import { median, rounded } from './measure.ts';
import { oweCalls } from './owed.ts';
import { claimPlainly, lockPlainly } from './plain-claim.ts';
import type { Bench } from './result.ts';

const AGENTS = 50;
const CLAIMS = 250;
const ROUNDS = 6;
const WARM_UPS = 1;
const POOL = 7000;

const ways = ['plain', 'in line', 'ours'] as const;
type Way = (typeof ways)[number];

/** All agents press again and again until so many items are taken. */
async function takeAll(press: (userId: number) => Promise<number | null>, agents: readonly number[]) {
  const taken: number[] = [];
  let inVain = 0;
  await Promise.all(
    agents.map(async (userId) => {
      while (taken.length < CLAIMS) {
        const id = await press(userId);
        if (id === null) inVain += 1;
        else taken.push(id);
      }
    }),
  );
  return { taken, inVain };
}

/** Fifty agents press at once. */
export const claim: Bench = {
  name: 'claim',
  about: `${AGENTS} agents claim at once from one pool of open items, beside a plain FOR UPDATE`,
  async run() {
    const database = await openBenchDatabase();
    const { host, user, database: name } = database.reach;
    const pool = openPool({ host, user, database: name }, silent, AGENTS);
    try {
      // Who stands in line behind forty-nine others on a busy machine may wait longer than the product would let them.
      const clients = await Promise.all(Array.from({ length: AGENTS }, () => pool.connect()));
      await Promise.all(clients.map((client) => client.query('set lock_timeout = 0')));
      for (const client of clients) client.release();
      const { deps } = await foundCompany(database, { phones: AGENTS });
      await oweCalls(database, POOL);
      const db = drizzle(pool);
      const { rows: people } = await pool.query<{ id: number }>('select id from users order by id');
      const agents = people.map(({ id }) => id);
      const ours: Deps = { ...deps, transact: transactOver(db) };
      // The product itself, but that all who claim stand in line for the same item.
      const inLine: Deps = {
        ...deps,
        transact: transactWith(db, (tx) => {
          const stores = storesOf(tx);
          const holdNext = async (userId: number, at: number) => ({
            item: await lockPlainly(tx, userId, at),
            offered: null,
          });
          return { ...stores, callbacks: { ...stores.callbacks, holdNext } };
        }),
      };
      const presses: Record<Way, (userId: number) => Promise<number | null>> = {
        plain: (userId) => claimPlainly(db, userId, deps.policy.leaseMs),
        'in line': async (userId) => (await claimNext(inLine, userId))?.id ?? null,
        ours: async (userId) => (await claimNext(ours, userId))?.id ?? null,
      };
      const rates: Record<Way, number[]> = { plain: [], 'in line': [], ours: [] };
      const inVain: Record<Way, number> = { plain: 0, 'in line': 0, ours: 0 };
      const all: number[] = [];
      for (let round = -WARM_UPS; round < ROUNDS; round += 1) {
        for (let n = 0; n < ways.length; n += 1) {
          const way = ways[(n + round + WARM_UPS) % ways.length] ?? 'ours';
          const began = performance.now();
          const told = await takeAll(presses[way], agents);
          const perSecond = (told.taken.length * 1000) / (performance.now() - began);
          all.push(...told.taken);
          if (round < 0) continue;
          inVain[way] += told.inVain;
          rates[way].push(perSecond);
        }
      }
      const { rows } = await pool.query<{ claims: number; items: number; held: number; told: number }>(
        `select count(*)::int as claims, count(distinct callback_id)::int as items,
           (select count(*)::int from callbacks where state = 'claimed' and fence = 1) as held,
           (select count(*)::int from outbox where type = 'callback.changed') as told
         from callback_events where type = 'claimed'`,
      );
      const { claims = 0, items = 0, held = 0, told = 0 } = rows[0] ?? {};
      if (told !== claims) throw new Error('Not every claim was left for the screens');
      const ratio = (to: Way) => rounded(median(rates.ours.map((rate, n) => rate / (rates[to][n] ?? Number.NaN))));
      return {
        lines: [
          `${all.length} items of ${POOL} taken by ${AGENTS} agents at once; claims a second (presses in vain):`,
          `  ${ways.map((way) => `${way} ${Math.round(median(rates[way]))} (${inVain[way]})`).join(', ')}`,
        ],
        figures: [
          { name: 'rateToPlain', value: ratio('plain'), least: 3 },
          { name: 'rateToInLine', value: ratio('in line') },
          { name: 'doubles', value: all.length - new Set(all).size + (claims - items) + (claims - held), most: 0 },
        ],
      };
    } finally {
      await pool.end();
      await database.stop();
    }
  },
};
