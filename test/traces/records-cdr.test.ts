import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { readCdrCsv } from '../../pbx/records/cdr-csv.ts';
import { readQueueLog } from '../../pbx/records/queue-log.ts';
import type { CdrRow, QueueLogRow } from '../../pbx/records/record-rows.ts';
import { printed, type ReplayedCall } from '../../server/cli/replay.ts';
import { readSite, siteMapOf } from '../../server/cli/site-yaml.ts';
import type { CallRecord } from '../../server/domain/call/call-record.ts';
import { judgeCdr } from '../../server/domain/records/judge-cdr.ts';
import { judgeQueueLog } from '../../server/domain/records/judge-queue-log.ts';
import { anyOrder, inventedTalks, withoutTimes } from './hardships.ts';

const devSite = siteMapOf(readSite(join(import.meta.dirname, '../../pbx/asterisk/site.yaml')));
const folder = join(import.meta.dirname, 'records');
const stories = readdirSync(folder)
  .filter((file) => file.endsWith('.cdr.csv'))
  .map((file) => file.slice(0, -'.cdr.csv'.length));

/** Half of a round trip through the carrier is an outgoing call of whoever began it. */
const halves: Readonly<Record<string, string>> = { 'internal-by-the-carrier': '1002' };

function told(records: readonly CallRecord[]): ReplayedCall[] {
  return printed(
    [...records].sort((a, b) => a.startedAt - b.startedAt || (a.linkedid < b.linkedid ? -1 : 1)),
    devSite,
  );
}

/** What a table of call records goes through: rows written twice, in any order, or not at all. */
describe.each(stories)('%s, from CDR alone', (story) => {
  let rows: readonly CdrRow[] = [];
  let whole: ReplayedCall[] = [];
  let real: readonly ReplayedCall[] = [];
  beforeAll(async () => {
    rows = (await readCdrCsv(join(folder, `${story}.cdr.csv`), 0)).rows;
    whole = told(judgeCdr(rows, devSite));
    real = JSON.parse(readFileSync(join(folder, `${story}.expected.json`), 'utf8')) as ReplayedCall[];
  });

  test('is judged the same when every row is there twice, and in any order', () => {
    expect(told(judgeCdr([...rows, ...rows], devSite))).toEqual(whole);
    for (let seed = 1; seed <= 10; seed += 1) {
      expect(withoutTimes(told(judgeCdr(anyOrder(rows, seed), devSite))), `seed ${seed}`).toEqual(withoutTimes(whole));
    }
  });

  test('with any one row missing: never invents a talk', () => {
    for (let without = 0; without < rows.length; without += 1) {
      const seen = told(judgeCdr(rows.toSpliced(without, 1), devSite));
      const invented = inventedTalks(seen, real).filter((party) => party !== halves[story]);
      expect(invented, `without row ${without}`).toEqual([]);
    }
  });
});

describe.each(stories)('%s, from the queue log alone', (story) => {
  test('never invents a talk, with any line missing or doubled', async () => {
    const { rows } = await readQueueLog(join(folder, `${story}.queue_log`), 0);
    const real = JSON.parse(readFileSync(join(folder, `${story}.expected.json`), 'utf8')) as ReplayedCall[];
    const served = new Set(real.filter(({ talkedWith }) => talkedWith.length > 0).map(({ linkedid }) => linkedid));
    const talked = (some: readonly QueueLogRow[]) =>
      judgeQueueLog(some, devSite).filter(({ outcome }) => outcome === 'talked');
    for (let without = -1; without < rows.length; without += 1) {
      for (const { linkedid } of talked(without < 0 ? [...rows, ...rows] : rows.toSpliced(without, 1))) {
        expect(served).toContain(linkedid);
      }
    }
  });
});
