import { and, asc, desc, eq, gte, isNull, lt, or, type SQL } from 'drizzle-orm';
import { drizzle } from 'drizzle-orm/node-postgres';
import { callbacks } from '../schema/tables/callbacks.ts';
import { type Db, openPool } from '../server/platform/db.ts';
import { silent } from '../server/platform/postgres/log.ts';
import { storesOf, transactOver } from '../server/store/transact.ts';
import { claimNext } from '../server/usecases/claim-next.ts';
import type { Deps } from '../server/usecases/deps.ts';
import { foundCompany, openBenchDatabase } from './database.ts';
import { median, rounded } from './measure.ts';
import { oweCalls } from './owed.ts';
import type { Bench } from './result.ts';

const AGENTS = 50;
const CLAIMS = 250;
const ROUNDS = 5;
const WARM_UPS = 1;
const POOL = 4000;

/** The same stores, but all who claim stand in line for the same first item. */
function plainly(db: Db): Deps['transact'] {
  return (work) =>
    db.transaction((tx) => {
      const stores = storesOf(tx);
      const holdNext = async (userId: number, at: number) => {
        const theirs = or(isNull(callbacks.ownerId), eq(callbacks.ownerId, userId));
        const first = (when: SQL) =>
          tx
            .select()
            .from(callbacks)
            .where(and(eq(callbacks.state, 'open'), theirs, when))
            .orderBy(desc(callbacks.priority), asc(callbacks.firstMissAt), asc(callbacks.id))
            .limit(1)
            .for('update');
        const [overdue] = await first(lt(callbacks.dueAt, at));
        return overdue ?? (await first(gte(callbacks.dueAt, at)))[0];
      };
      return work({ ...stores, callbacks: { ...stores.callbacks, holdNext } });
    });
}

/** All agents press again and again until so many items are taken. */
async function takeAll(deps: Deps, agents: readonly number[]): Promise<{ taken: number[]; inVain: number }> {
  const taken: number[] = [];
  let inVain = 0;
  await Promise.all(
    agents.map(async (userId) => {
      while (taken.length < CLAIMS) {
        const item = await claimNext(deps, userId);
        if (item === null) inVain += 1;
        else taken.push(item.id);
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
      const { deps } = await foundCompany(database, { phones: AGENTS });
      await oweCalls(database, POOL);
      const db = drizzle(pool);
      const { rows: people } = await pool.query<{ id: number }>('select id from users order by id');
      const agents = people.map(({ id }) => id);
      const ours: Deps = { ...deps, transact: transactOver(db) };
      const plain: Deps = { ...deps, transact: plainly(db) };
      const rates = new Map<string, number[]>([
        ['plain', []],
        ['ours', []],
      ]);
      const all: number[] = [];
      const inVain = { plain: 0, ours: 0 };
      for (let round = -WARM_UPS; round < ROUNDS; round += 1) {
        for (const variant of round % 2 === 0 ? (['plain', 'ours'] as const) : (['ours', 'plain'] as const)) {
          const began = performance.now();
          const told = await takeAll(variant === 'ours' ? ours : plain, agents);
          const perSecond = (told.taken.length * 1000) / (performance.now() - began);
          all.push(...told.taken);
          if (round < 0) continue;
          inVain[variant] += told.inVain;
          rates.get(variant)?.push(perSecond);
        }
      }
      const { rows } = await pool.query<{ claims: number; items: number; held: number }>(
        `select count(*)::int as claims, count(distinct callback_id)::int as items,
           (select count(*)::int from callbacks where state = 'claimed' and fence = 1) as held
         from callback_events where type = 'claimed'`,
      );
      const { claims = 0, items = 0, held = 0 } = rows[0] ?? {};
      const [plainRates, ourRates] = [rates.get('plain') ?? [], rates.get('ours') ?? []];
      return {
        lines: [
          `${all.length} items of ${POOL} taken by ${AGENTS} agents at once; claims a second:`,
          `  plain ${Math.round(median(plainRates))} (${inVain.plain} presses in vain), ours ${Math.round(median(ourRates))} (${inVain.ours} in vain)`,
        ],
        figures: [
          {
            name: 'rateToPlain',
            value: rounded(median(ourRates.map((rate, n) => rate / (plainRates[n] ?? Number.NaN)))),
            least: 3,
          },
          { name: 'doubles', value: all.length - new Set(all).size + (claims - items) + (claims - held), most: 0 },
        ],
      };
    } finally {
      await pool.end();
      await database.stop();
    }
  },
};
