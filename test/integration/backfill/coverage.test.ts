import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { followCoverage } from '../../../server/compose/coverage.ts';
import type { DbTx } from '../../../server/platform/db.ts';
import { eventually } from '../../support/eventually.ts';
import { type Ledger, openLedger } from '../../support/ledger.ts';
import { quietLog } from '../../support/quiet-log.ts';

const live = { live: true, completeTo: null, why: null };

describe('the seconds that were seen', () => {
  let ledger: Ledger;
  let away = false;
  let at = 1_795_000_000_000;
  let seen = 0;
  beforeAll(async () => {
    ledger = await openLedger();
  });
  afterAll(() => ledger.close());

  const inTransaction = <T>(work: (tx: DbTx) => Promise<T>): Promise<T> =>
    away ? Promise.reject(new Error('away')) : ledger.database.db.transaction(work);
  const follow = () =>
    followCoverage(
      inTransaction,
      ledger.ids.pbx,
      () => at,
      quietLog,
      () => {
        seen += 1;
      },
    );
  const stretches = async () =>
    (
      await ledger.query<{ from: number; to: number }>(
        `select (extract(epoch from started_at) * 1000)::bigint as from, (extract(epoch from seen_to) * 1000)::bigint as to
         from coverage_intervals order by started_at`,
      )
    ).map(({ from, to }) => [from - 1_795_000_000_000, to - 1_795_000_000_000]);
  const blind = async () =>
    (
      await ledger.query<{ from: number; to: number | null }>(
        `select (extract(epoch from started_at) * 1000)::bigint as from, (extract(epoch from ended_at) * 1000)::bigint as to
         from blind_windows order by started_at`,
      )
    ).map(({ from, to }) => [from - 1_795_000_000_000, to === null ? null : to - 1_795_000_000_000]);

  test('are known though the link came back while the database was away', async () => {
    const coverage = follow();
    coverage.changed(live);
    await coverage.stopped();
    at += 10_000;
    coverage.tick();
    await coverage.stopped();
    expect(await stretches()).toEqual([[0, 10_000]]);

    // The link is lost and found again, all of it without a database.
    away = true;
    coverage.changed({ live: false, completeTo: at, why: 'closed' });
    at += 60_000;
    coverage.changed(live);
    at += 5_000;
    await coverage.stopped();
    expect(await blind()).toEqual([]);
    const before = seen;

    away = false;
    await eventually(async () => {
      coverage.tick();
      await coverage.stopped();
      expect(seen).toBe(before + 1);
    });
    coverage.tick();
    await coverage.stopped();
    expect(await blind()).toEqual([[10_000, 70_000]]);
    expect(await stretches()).toEqual([
      [0, 10_000],
      [70_000, 75_000],
    ]);
  });
});
