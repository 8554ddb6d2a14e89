import { sql } from 'drizzle-orm';
import { runNamed } from '../server/platform/db.ts';
import type { BoardSearch } from '../server/store/board-search.ts';
import { callbackCountStore } from '../server/store/callback-counts.ts';
import { callbackViewStore } from '../server/store/callback-views.ts';
import { rememberViews } from '../server/store/remembered-views.ts';
import { type BenchDatabase, foundCompany, openBenchDatabase } from './database.ts';
import { medianOf, ratioOf, rounded, sideBySide } from './measure.ts';
import { oweCalls } from './owed.ts';
import type { Bench } from './result.ts';

const ITEMS = 100_000;
const PAGE = 50;
const ROUNDS = 9;
/** Each is read so often in one measurement and one transaction: alone it takes next to no time. */
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
      await oweCalls(database, ITEMS, { spread: true });
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
      const again = (name: string, read: (tx: Tx) => Promise<unknown>) => ({
        name,
        run: () =>
          database.db.transaction(async (tx) => {
            for (let n = 0; n < REPEATS; n += 1) await read(tx);
          }),
      });
      const indexOnly = `select priority, first_miss_at, id from callbacks
        where state in ('open', 'claimed', 'dialing', 'needs_human') order by priority desc, first_miss_at, id limit ${PAGE}`;
      const remembered = rememberViews();
      const rounds = await sideBySide(
        [
          again('index', (tx) => tx.execute(sql.raw(indexOnly))),
          // The same without reading and planning its text every time, as the statement for the rows of a page does.
          again('prepared', (tx) => runNamed(tx, { name: 'bench_index_only', text: indexOnly }, [])),
          again('page', (tx) => callbackViewStore(tx, remembered).board(search)),
          // A page of which nothing is known yet, as after a name was changed.
          again('first', (tx) => callbackViewStore(tx).board(search)),
          again('counts', (tx) => callbackCountStore(tx).kept(search)),
        ],
        { rounds: ROUNDS, warmUps: 2 },
      );
      const page = await database.db.transaction((tx) => callbackViewStore(tx).board(search));
      const { counts } = await database.db.transaction((tx) => callbackCountStore(tx).kept(search));
      if (page.rows.length !== PAGE || counts.owed !== ITEMS) throw new Error('The board is not whole');
      const ms = (name: string) => rounded(medianOf(rounds, name, 'wallMs') / REPEATS);
      const ratio = (name: string, to: string) => rounded(ratioOf(rounds, name, to, 'wallMs'));
      return {
        lines: [
          `${counts.owed} open items, ${counts.overdue} overdue; milliseconds of ${PAGE} rows:`,
          `  index only ${ms('index')} (prepared ${ms('prepared')}), page ${ms('page')} (nothing known yet ${ms('first')}), counts ${ms('counts')}`,
        ],
        figures: [
          { name: 'pageToIndexOnly', value: ratio('page', 'index'), most: 2 },
          { name: 'countsToIndexOnly', value: ratio('counts', 'index'), most: 2 },
          { name: 'firstPageToIndexOnly', value: ratio('first', 'index') },
          { name: 'pageToPrepared', value: ratio('page', 'prepared') },
          { name: 'countsToPrepared', value: ratio('counts', 'prepared') },
        ],
      };
    } finally {
      await database.stop();
    }
  },
};
