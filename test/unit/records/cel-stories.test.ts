import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { readCelCsv } from '../../../pbx/records/cel-csv.ts';
import { printed, type ReplayedCall } from '../../../server/cli/replay.ts';
import { readSite, siteMapOf } from '../../../server/cli/site-yaml.ts';
import { judgeCel } from '../../../server/domain/records/judge-cel.ts';

interface Range {
  readonly min: number;
  readonly max: number;
}
type Expected = Partial<Omit<ReplayedCall, 'waitedMs' | 'talkedMs'>> & {
  readonly waitedMs: Range;
  readonly talkedMs: Range;
  /** Told of the streams of events only: CEL does not say how long each phone rang, nor who silenced it. */
  readonly talks?: unknown;
  readonly offers?: unknown;
  readonly warnings?: readonly string[];
};

const devSite = siteMapOf(readSite(join(import.meta.dirname, '../../../pbx/asterisk/site.yaml')));
const folder = join(import.meta.dirname, '../../traces/records');
const stories = readdirSync(folder)
  .filter((file) => file.endsWith('.cel.csv'))
  .map((file) => file.slice(0, -'.cel.csv'.length));

/** Where CEL tells more than the events, which the story's expectation is about. */
const tellsMore: Readonly<Record<string, Readonly<Record<number, Partial<Expected>>>>> = {
  // The liar's line breaks split every event of the channel's own; a CSV field may hold them.
  'forged-unfiltered': { 1: { called: '+442079460198', reason: 'abandoned_ringing' } },
};

/** What the PBX wrote down of each story, judged without any event of that time. */
describe.each(stories)('%s, from CEL', (story) => {
  const expected = JSON.parse(readFileSync(join(folder, `${story}.expected.json`), 'utf8')) as Expected[];
  const path = join(folder, `${story}.cel.csv`);

  test('is judged as its phones lived it', async () => {
    const { rows } = await readCelCsv(path, 0);
    const records = judgeCel(rows, devSite, () => false).sort((a, b) => a.startedAt - b.startedAt);
    const whole = printed(records, devSite);
    expect(whole).toHaveLength(expected.length);
    for (const [
      index,
      { waitedMs, talkedMs, talks: _talks, offers: _offers, warnings = [], ...told },
    ] of expected.entries()) {
      const call = whole[index];
      expect(call).toMatchObject({ ...told, ...tellsMore[story]?.[index] });
      expect(records[index]?.warnings).toEqual(expect.arrayContaining([...warnings]));
      expect(call?.waitedMs).toSatisfy(within(waitedMs), `waited ${JSON.stringify(waitedMs)}`);
      expect(call?.talkedMs).toSatisfy(within(talkedMs), `talked ${JSON.stringify(talkedMs)}`);
    }
  });
});

function within({ min, max }: Range): (value: unknown) => boolean {
  return (value) => typeof value === 'number' && value >= min && value <= max;
}
