import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { readCdrCsv } from '../../../pbx/records/cdr-csv.ts';
import { printed, type ReplayedCall } from '../../../server/cli/replay.ts';
import { readSite, siteMapOf } from '../../../server/cli/site-yaml.ts';
import { judgeCdr } from '../../../server/domain/records/judge-cdr.ts';

const devSite = siteMapOf(readSite(join(import.meta.dirname, '../../../pbx/asterisk/site.yaml')));
const folder = join(import.meta.dirname, '../../traces/records');
const stories = readdirSync(folder)
  .filter((file) => file.endsWith('.cdr.csv'))
  .map((file) => file.slice(0, -'.cdr.csv'.length));

/** CDR tells less: who talked with whom, not why nobody did. */
describe.each(stories)('%s, from CDR alone', (story) => {
  const expected = JSON.parse(readFileSync(join(folder, `${story}.expected.json`), 'utf8')) as ReplayedCall[];

  test('nobody who talked is owed, nobody who did not is forgotten', async () => {
    const { rows } = await readCdrCsv(join(folder, `${story}.cdr.csv`), 0);
    const records = judgeCdr(rows, devSite).sort((a, b) => (a.linkedid < b.linkedid ? -1 : 1));
    const calls = printed(records, devSite);
    const told = [...expected].sort((a, b) => (a.linkedid < b.linkedid ? -1 : 1));
    expect(calls.map(({ linkedid }) => linkedid)).toEqual(told.map(({ linkedid }) => linkedid));
    for (const [index, { direction, outcome, reason, talkedWith, recordings }] of told.entries()) {
      expect(calls[index]).toMatchObject({ direction, outcome, talkedWith });
      if (outcome === 'talked') expect(calls[index]).toMatchObject({ reason: null, recordings });
      else expect([reason, 'ended_unknown', null]).toContain(calls[index]?.reason);
    }
    expect(records.every(({ warnings }) => warnings.includes('from_cdr'))).toBe(true);
  });
});
