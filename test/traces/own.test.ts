import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { readTrace } from '../../pbx/ami/replay.ts';
import { judgeStream, type ReplayedCall } from '../../server/cli/replay.ts';
import { readSite, siteMapOf } from '../../server/cli/site-yaml.ts';
import { createCalls } from '../../server/domain/call/create-calls.ts';
import { inPieces, inventedTalks, judged, withoutTimes } from './hardships.ts';

interface Range {
  readonly min: number;
  readonly max: number;
}
type Expected = Partial<Omit<ReplayedCall, 'waitedMs' | 'talkedMs'>> & {
  readonly waitedMs: Range;
  readonly talkedMs: Range;
};

/** The development PBX, on which these streams were recorded. */
const devSite = siteMapOf(readSite(join(import.meta.dirname, '../../pbx/asterisk/site.yaml')));
const folder = join(import.meta.dirname, 'own');
const stories = readdirSync(folder)
  .filter((file) => file.endsWith('.ami'))
  .map((file) => file.slice(0, -'.ami'.length));

describe.each(stories)('%s', (story) => {
  const bytes = readFileSync(join(folder, `${story}.ami`));
  const expected = JSON.parse(readFileSync(join(folder, `${story}.expected.json`), 'utf8')) as Expected[];
  const { events } = readTrace(bytes);
  const whole = judgeStream(bytes, devSite).calls;

  test('is judged as its phones lived it', () => {
    expect(whole).toHaveLength(expected.length);
    for (const [index, { waitedMs, talkedMs, ...told }] of expected.entries()) {
      const call = whole[index];
      expect(call).toMatchObject(told);
      expect(call?.waitedMs).toSatisfy(within(waitedMs), `waited ${JSON.stringify(waitedMs)}`);
      expect(call?.talkedMs).toSatisfy(within(talkedMs), `talked ${JSON.stringify(talkedMs)}`);
    }
  });

  test('is judged the same twice in a row', () => {
    const calls = createCalls(devSite);
    const once = judged(events, devSite, calls);
    expect(once).toEqual(whole);
    expect(judged(events, devSite, calls)).toEqual(whole);
    expect(calls.size()).toBe(0);
  });

  test('is read the same in pieces of any size', () => {
    for (const seed of [1, 2, 3]) {
      expect(inPieces(bytes, seed).map(({ event }) => event)).toEqual(events.map(({ event }) => event));
    }
  });

  test('is judged the same when every event comes twice', () => {
    expect(
      judged(
        events.flatMap((event) => [event, event]),
        devSite,
      ),
    ).toEqual(whole);
  });

  test('started late at any event: never throws, never invents a talk', () => {
    for (let from = 1; from < events.length; from += 1) {
      const seen = judged(events.slice(from), devSite);
      expect(inventedTalks(seen, whole), `from event ${from}`).toEqual([]);
    }
  });

  test('cut off at any event: what is said of a call that ended stays said', () => {
    for (let to = 1; to < events.length; to += 1) {
      for (const call of withoutTimes(judged(events.slice(0, to), devSite))) {
        const real = withoutTimes(whole).find(({ linkedid }) => linkedid === call.linkedid);
        if (call.outcome === 'talked') expect(real?.outcome, `to event ${to}`).toBe('talked');
      }
    }
  });
});

function within({ min, max }: Range): (value: unknown) => boolean {
  return (value) => typeof value === 'number' && value >= min && value <= max;
}
