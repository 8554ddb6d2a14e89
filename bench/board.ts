import { sql } from 'drizzle-orm';
import { type BoardSearch, callbackViewStore } from '../server/store/callback-views.ts';
import { type BenchDatabase, foundCompany, openBenchDatabase } from './database.ts';
import { medianOf, ratioOf, rounded, sideBySide } from './measure.ts';
import { oweCalls } from './owed.ts';
import type { Bench } from './result.ts';

const ITEMS = 100_000;
const PAGE = 50;
const ROUNDS = 9;
/** The index is read so often in one measurement, for it takes no time. */
const REPEATS = 20;

type Tx = Parameters<Parameters<BenchDatabase['db']['transaction']>[0]>[0];

/** A page of a debt board that is out of hand, and the counts above it. */
export const board: Bench = {
  name: 'board',
  about: `a page and the counts of a board of ${ITEMS} open items, beside the index-only scan of as many rows`,
  async run() {
    const database = await openBenchDatabase();
    try {
      await foundCompany(database, { contacts: 20_000 });
      await oweCalls(database, ITEMS);
      const now = Date.now();
      const search: BoardSearch = {
        filter: 'owed',
        line: undefined,
        owner: undefined,
        wanted: null,
        cursor: undefined,
        limit: PAGE,
        now,
        settledSince: now - 86_400_000,
      };
      const reading = (read: (tx: Tx) => Promise<unknown>) => () => database.db.transaction(read);
      const indexOnly = sql`select priority, first_miss_at, id from callbacks
        where state in ('open', 'claimed', 'dialing', 'needs_human') order by priority desc, first_miss_at, id limit ${PAGE}`;
      const rounds = await sideBySide(
        [
          {
            name: 'index',
            run: reading(async (tx) => {
              for (let n = 0; n < REPEATS; n += 1) await tx.execute(indexOnly);
            }),
          },
          { name: 'page', run: reading((tx) => callbackViewStore(tx).board(search)) },
          { name: 'counts', run: reading((tx) => callbackViewStore(tx).counts(search)) },
        ],
        { rounds: ROUNDS, warmUps: 2 },
      );
      const page = await database.db.transaction((tx) => callbackViewStore(tx).board(search));
      const counts = await database.db.transaction((tx) => callbackViewStore(tx).counts(search));
      if (page.rows.length !== PAGE || counts.owed !== ITEMS) throw new Error('The board is not whole');
      const ms = (name: string) => medianOf(rounds, name, 'wallMs');
      const ratio = (name: string) => rounded(ratioOf(rounds, name, 'index', 'wallMs') * REPEATS);
      return {
        lines: [
          `${counts.owed} open items, ${counts.overdue} overdue; milliseconds of ${PAGE} rows:`,
          `  index only ${rounded(ms('index') / REPEATS)}, page ${rounded(ms('page'))}, counts ${rounded(ms('counts'))}`,
        ],
        figures: [
          { name: 'pageToIndexOnly', value: ratio('page'), most: 2 },
          { name: 'countsToIndexOnly', value: ratio('counts'), most: 2 },
        ],
      };
    } finally {
      await database.stop();
    }
  },
};
