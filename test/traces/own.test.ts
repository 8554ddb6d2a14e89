import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { readTrace } from '../../pbx/ami/replay.ts';
import { judgeStream, type ReplayedCall } from '../../server/cli/replay.ts';
import { readSite, siteMapOf } from '../../server/cli/site-yaml.ts';
import { createCalls } from '../../server/domain/call/create-calls.ts';
import {
  inPieces,
  interleaved,
  inventedTalks,
  judged,
  offersTold,
  recordsOf,
  withoutTimes,
  wrongVerdicts,
} from './hardships.ts';

interface Range {
  readonly min: number;
  readonly max: number;
}
type Expected = Partial<Omit<ReplayedCall, 'waitedMs' | 'talkedMs'>> & {
  readonly waitedMs: Range;
  readonly talkedMs: Range;
  /** Each stretch of talk with one party, in order. */
  readonly talks?: readonly (Range & { readonly party: string })[];
  readonly offers?: readonly string[];
  readonly warnings?: readonly string[];
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
    for (const [
      index,
      { waitedMs, talkedMs, talks: _talks, offers: _offers, warnings: _, ...told },
    ] of expected.entries()) {
      const call = whole[index];
      expect(call).toMatchObject(told);
      expect(call?.waitedMs).toSatisfy(within(waitedMs), `waited ${JSON.stringify(waitedMs)}`);
      expect(call?.talkedMs).toSatisfy(within(talkedMs), `talked ${JSON.stringify(talkedMs)}`);
    }
  });

  test('tells each talk and each phone that was rung', () => {
    const records = recordsOf(events, devSite);
    for (const [index, { talks, offers, warnings }] of expected.entries()) {
      const record = records[index];
      if (warnings) expect(record?.warnings.toSorted()).toEqual(warnings);
      if (offers) expect(record && offersTold(record)).toEqual(offers);
      if (!talks) continue;
      expect(record?.talks.map(({ party }) => party)).toEqual(talks.map(({ party }) => party));
      for (const [at, talk] of talks.entries()) {
        const { startedAt = 0, endedAt = 0 } = record?.talks[at] ?? {};
        expect(endedAt - startedAt).toSatisfy(within(talk), `talk ${at} ${JSON.stringify(talk)}`);
      }
      // One customer, one second a second: what the agents talked is what the customer talked, unless two did so at once
      // (`seconds.test.ts` counts those).
      if (record?.talks.some(({ startedAt }, at) => startedAt < (record.talks[at - 1]?.endedAt ?? 0))) continue;
      const sum = record?.talks.reduce((total, { startedAt, endedAt }) => total + endedAt - startedAt, 0) ?? 0;
      expect(Math.abs(sum - (record?.talkedMs ?? 0))).toBeLessThan(300);
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
      expect(wrongVerdicts(seen, whole), `from event ${from} ${JSON.stringify(events[from])}`).toEqual([]);
    }
  });

  test('with any one event missing: the right verdict, or that it is not known', () => {
    // Without the last Hangup the call goes on for all we can know.
    for (let without = 0; without < events.length; without += 1) {
      const seen = judged(events.toSpliced(without, 1), devSite);
      expect(inventedTalks(seen, whole), `without event ${without}`).toEqual([]);
      expect(wrongVerdicts(seen, whole), `without event ${without} ${JSON.stringify(events[without])}`).toEqual([]);
    }
  });

  test('is judged the same with its channels interleaved in other orders', () => {
    for (let seed = 1; seed <= 20; seed += 1) {
      expect(withoutTimes(judged(interleaved(events, seed), devSite)), `seed ${seed}`).toEqual(withoutTimes(whole));
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
