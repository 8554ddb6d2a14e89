import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { readTrace } from '../../pbx/ami/replay.ts';
import { readCelCsv } from '../../pbx/records/cel-csv.ts';
import type { CelRow } from '../../pbx/records/record-rows.ts';
import { judgeStream, printed, type ReplayedCall } from '../../server/cli/replay.ts';
import { readSite, siteMapOf } from '../../server/cli/site-yaml.ts';
import { isCertain } from '../../server/domain/records/improves.ts';
import { judgeCel } from '../../server/domain/records/judge-cel.ts';
import { inventedTalks, recordsOf, shuffled, withoutTimes, wrongVerdicts } from './hardships.ts';

const devSite = siteMapOf(readSite(join(import.meta.dirname, '../../pbx/asterisk/site.yaml')));
const folder = join(import.meta.dirname, 'records');
const stories = readdirSync(folder)
  .filter((file) => file.endsWith('.cel.csv'))
  .map((file) => file.slice(0, -'.cel.csv'.length));

/** What CEL tells of a story's calls, by their place, beyond the events of the very same calls. */
const tellsMore: Readonly<Record<string, Readonly<Record<number, Partial<ReplayedCall>>>>> = {
  // The liar's line breaks split every event of the channel's own; a CSV field may hold them.
  'forged-unfiltered': { 1: { called: '+442079460198', reason: 'abandoned_ringing' } },
  // The agent's leg stands in the customer's extension when the late order is refused; no event says so before its end.
  'originate-not-after-passed': { 0: { called: '+447700900123' } },
};

/** Instants of CEL and of events are stamped at other places in the PBX. */
const ROUNDING_MS = 100;

function judged(rows: readonly CelRow[]): ReplayedCall[] {
  const records = judgeCel(rows, devSite, () => false);
  // Doubt is owned up to in the record itself, so that a better look may change it.
  for (const record of records) if (record.reason === 'ended_unknown') expect(isCertain(record)).toBe(false);
  return printed(
    [...records].sort((a, b) => a.startedAt - b.startedAt),
    devSite,
  );
}

describe.each(stories)('%s', (story) => {
  let rows: readonly CelRow[] = [];
  let whole: ReplayedCall[] = [];
  beforeAll(async () => {
    rows = (await readCelCsv(join(folder, `${story}.cel.csv`), 0)).rows;
    whole = judged(rows);
  });

  test('gets the same verdict from CEL as from the events of the same calls', () => {
    const live = judgeStream(readFileSync(join(folder, `${story}.ami`)), devSite).calls;
    expect(withoutTimes(whole)).toEqual(
      withoutTimes(live).map((call, index) => ({ ...call, ...tellsMore[story]?.[index] })),
    );
    for (const [index, { waitedMs, talkedMs }] of live.entries()) {
      if (tellsMore[story]?.[index]?.reason !== undefined) continue;
      expect(Math.abs((whole[index]?.waitedMs ?? 0) - waitedMs), 'waited').toBeLessThanOrEqual(ROUNDING_MS);
      expect(Math.abs((whole[index]?.talkedMs ?? 0) - talkedMs), 'talked').toBeLessThanOrEqual(ROUNDING_MS);
    }
  });

  test('tells the same talks with the same people, and the same of everything that is stored', () => {
    const live = recordsOf(readTrace(readFileSync(join(folder, `${story}.ami`))).events, devSite);
    const told = [...judgeCel(rows, devSite, () => false)].sort((a, b) => a.startedAt - b.startedAt);
    for (const [index, record] of live.entries()) {
      if (tellsMore[story]?.[index]?.reason !== undefined) continue;
      const same = told[index];
      const { direction, withheld, queue, attemptId, dialled } = record;
      expect(same).toMatchObject({ direction, withheld, queue, attemptId, dialled });
      expect(same?.talks.map(({ party }) => party)).toEqual(record.talks.map(({ party }) => party));
      for (const [at, { startedAt, endedAt }] of record.talks.entries()) {
        const talk = same?.talks[at];
        expect(Math.abs((talk?.startedAt ?? 0) - startedAt), `talk ${at} begins`).toBeLessThanOrEqual(ROUNDING_MS);
        expect(Math.abs((talk?.endedAt ?? 0) - endedAt), `talk ${at} ends`).toBeLessThanOrEqual(ROUNDING_MS);
      }
    }
  });

  test('written down whole, nothing of it is in doubt', () => {
    for (const { warnings } of judgeCel(rows, devSite, () => false)) expect(warnings).not.toContain('rows_missing');
  });

  test('is judged the same when every row is there twice', () => {
    expect(judged(rows.flatMap((row) => [row, row]))).toEqual(whole);
    expect(judged([...rows, ...rows])).toEqual(whole);
  });

  test('is judged the same when rows of one second come in any order', () => {
    for (let seed = 1; seed <= 10; seed += 1) {
      const seen = judged(shuffled(rows, seed));
      expect(inventedTalks(seen, whole), `seed ${seed}`).toEqual([]);
      expect(wrongVerdicts(seen, whole), `seed ${seed}`).toEqual([]);
    }
  });

  test('with whole seconds only, in the order of the file or in any: the right verdict, or that it is not known', () => {
    const coarse = rows.map((row) => ({ ...row, at: Math.floor(row.at / 1000) * 1000 }));
    for (let seed = 0; seed <= 10; seed += 1) {
      const seen = judged(seed === 0 ? coarse : shuffled(coarse, seed));
      expect(inventedTalks(seen, whole), `seed ${seed}`).toEqual([]);
      expect(wrongVerdicts(seen, whole), `seed ${seed}`).toEqual([]);
    }
  });

  test('started late at any row: never throws, never invents a talk', () => {
    for (let from = 1; from < rows.length; from += 1) {
      const seen = judged(rows.slice(from));
      expect(inventedTalks(seen, whole), `from row ${from}`).toEqual([]);
      expect(wrongVerdicts(seen, whole), `from row ${from} ${JSON.stringify(rows[from])}`).toEqual([]);
    }
  });

  test('with any one row missing: the right verdict, or that it is not known', () => {
    for (let without = 0; without < rows.length - 1; without += 1) {
      const seen = judged(rows.toSpliced(without, 1));
      expect(inventedTalks(seen, whole), `without row ${without}`).toEqual([]);
      expect(wrongVerdicts(seen, whole), `without row ${without} ${JSON.stringify(rows[without])}`).toEqual([]);
    }
  });

  test('cut off at any row: never invents a talk, nor the end of a call', () => {
    for (let to = 1; to < rows.length; to += 1) {
      const seen = judged(rows.slice(0, to));
      expect(inventedTalks(seen, whole), `to row ${to}`).toEqual([]);
      for (const call of seen.filter(({ outcome }) => outcome === 'talked')) {
        const real = whole.find(({ linkedids }) => linkedids.includes(call.linkedid));
        expect(real?.talkedWith.length, `to row ${to}`).toBeGreaterThan(0);
      }
    }
  });
});
