import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { readTrace } from '../../pbx/ami/replay.ts';
import { judgeStream } from '../../server/cli/replay.ts';
import { createCalls } from '../../server/domain/call/create-calls.ts';
import { defaultSite } from '../../server/domain/call/default-site.ts';
import { verdicts } from './foreign/verdicts.ts';
import { inPieces, inventedTalks, judged } from './hardships.ts';

const folder = resolve(process.env.RINGBACK_FOREIGN_TRACES ?? join(import.meta.dirname, '../../../shared/traces'));
const present = existsSync(folder);
if (!present) console.info(`Streams recorded elsewhere are not in ${folder} (RINGBACK_FOREIGN_TRACES): skipped.`);

describe.skipIf(!present).each(Object.entries(verdicts))('%s, recorded elsewhere', (story, verdict) => {
  const bytes = present ? readFileSync(join(folder, `${story}.ami`)) : Buffer.alloc(0);
  const { events } = readTrace(bytes);
  const whole = judgeStream(bytes, defaultSite).calls;

  test('is one call with the right verdict', () => {
    expect(whole).toHaveLength(1);
    expect(whole[0]).toMatchObject(verdict);
  });

  test('is judged the same twice in a row, and when every event comes twice', () => {
    const calls = createCalls(defaultSite);
    expect(judged(events, defaultSite, calls)).toEqual(whole);
    expect(judged(events, defaultSite, calls)).toEqual(whole);
    const doubled = events.flatMap((event) => [event, event]);
    expect(judged(doubled, defaultSite)).toEqual(whole);
  });

  test('is read the same in pieces of any size', () => {
    for (const seed of [1, 2, 3]) {
      expect(inPieces(bytes, seed).map(({ event }) => event)).toEqual(events.map(({ event }) => event));
    }
  });

  test('started late at any event: never throws, never invents a talk', () => {
    for (let from = 1; from < events.length; from += 1) {
      const seen = judged(events.slice(from), defaultSite);
      expect(inventedTalks(seen, whole), `from event ${from}`).toEqual([]);
    }
  });

  test('with any one event missing: never throws, never invents a talk', () => {
    for (let without = 0; without < events.length; without += 1) {
      const seen = judged(events.toSpliced(without, 1), defaultSite);
      expect(inventedTalks(seen, whole), `without event ${without}`).toEqual([]);
    }
  });
});
