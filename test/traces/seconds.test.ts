import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { readTrace } from '../../pbx/ami/replay.ts';
import { readCelCsv } from '../../pbx/records/cel-csv.ts';
import { readSite, siteMapOf } from '../../server/cli/site-yaml.ts';
import type { CallRecord, Talk } from '../../server/domain/call/call-record.ts';
import { judgeCel } from '../../server/domain/records/judge-cel.ts';
import { recordsOf } from './hardships.ts';

const devSite = siteMapOf(readSite(join(import.meta.dirname, '../../pbx/asterisk/site.yaml')));
const own = join(import.meta.dirname, 'own');
const records = join(import.meta.dirname, 'records');
const stories = readdirSync(own)
  .filter((file) => file.endsWith('.ami'))
  .map((file) => file.slice(0, -'.ami'.length));

/** Milliseconds in which at least `least` of these talks went on: counted at every instant where one begins or ends. */
function together(talks: readonly Talk[], least: number): number {
  const borders = [...new Set(talks.flatMap(({ startedAt, endedAt }) => [startedAt, endedAt]))].sort((a, b) => a - b);
  let sum = 0;
  for (const [index, from] of borders.entries()) {
    const to = borders[index + 1] ?? from;
    const going = talks.filter((talk) => talk.startedAt <= from && talk.endedAt >= to).length;
    if (going >= least) sum += to - from;
  }
  return sum;
}

function addsUp(record: CallRecord): void {
  const { talks, talkedMs, legs } = record;
  expect(together(talks, 1), 'the customer has talked as long as anybody talked with them').toBe(talkedMs);
  const sum = talks.reduce((total, { startedAt, endedAt }) => total + endedAt - startedAt, 0);
  const most = new Set(talks.map(({ uniqueid }) => uniqueid)).size;
  let counted = 0;
  for (let least = 1; least <= most; least += 1) counted += together(talks, least);
  expect(sum, 'what the agents talked is what the customer talked, and once more for each further agent').toBe(counted);
  for (const party of new Set(talks.map((talk) => talk.party))) {
    const own = talks.filter((talk) => talk.party === party);
    expect(together(own, 2), `${party} has talked twice in one moment`).toBe(0);
  }
  for (const talk of talks) {
    const leg = legs.find(({ uniqueid }) => uniqueid === talk.uniqueid);
    expect(leg, `the leg of ${talk.party}`).toBeDefined();
    expect(talk.startedAt, 'before the phone was picked up').toBeGreaterThanOrEqual((leg?.upAt ?? 0) - 5);
    expect(talk.endedAt, 'after the phone was gone').toBeLessThanOrEqual(leg?.endedAt ?? 0);
    const customers = legs.filter(({ role }) => role === 'customer');
    if (customers.length > 0 && record.direction === 'inbound') {
      expect(talk.endedAt, 'after the customer was gone').toBeLessThanOrEqual(
        Math.max(...customers.map(({ endedAt }) => endedAt ?? 0)),
      );
    }
  }
}

describe.each(stories)('%s', (story) => {
  test('the seconds of the agents add up to those of the customer', () => {
    for (const record of recordsOf(readTrace(readFileSync(join(own, `${story}.ami`))).events, devSite)) addsUp(record);
  });
});

const cel = (story: string) => join(records, `${story}.cel.csv`);

describe.each(stories.filter((story) => existsSync(cel(story))))('%s, from the records of the PBX', (story) => {
  test('the seconds of the agents add up to those of the customer', async () => {
    const { rows } = await readCelCsv(cel(story), 0);
    for (const record of judgeCel(rows, devSite, () => false)) addsUp(record);
  });
});
