import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { readTrace } from '../../../../pbx/ami/replay.ts';
import { listen } from '../../../support/fake-ami/listen.ts';

const root = fileURLToPath(new URL('../../../../', import.meta.url));
const folder = resolve(root, process.env.RINGBACK_FOREIGN_TRACES ?? '../shared/traces');
const files = existsSync(folder) ? readdirSync(folder).filter((name) => name.endsWith('.ami')) : [];
if (files.length === 0) console.warn(`skipped: no recorded streams of other PBXs in ${folder}`);

test.skipIf(files.length === 0)('there are recorded streams of other PBXs to read', () => {
  expect(files.length).toBeGreaterThan(0);
});

/** A small generator with a seed: the same splits in every run. */
function dice(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state % below;
  };
}

describe.skipIf(files.length === 0).each(files)('%s', (name) => {
  const bytes = readFileSync(join(folder, name));
  const trace = readTrace(bytes);

  test('is read whole: every event that matters, nothing set aside', () => {
    const text = bytes.toString('utf8');
    const count = (event: string) => text.split(`Event: ${event}\n`).length - 1;
    expect(trace.quarantined).toEqual([]);
    for (const event of ['Newchannel', 'Hangup', 'DialBegin', 'DialEnd', 'BridgeEnter', 'BridgeLeave', 'LocalBridge']) {
      expect([event, trace.events.filter((found) => found.event === event).length]).toEqual([event, count(event)]);
    }
  });

  test('has a clock that never runs backwards', () => {
    const times = trace.events.map(({ at }) => at);
    expect(times.every(Number.isFinite)).toBe(true);
    expect(times.toSorted((a, b) => a - b)).toEqual(times);
    expect(times[0]).toBeGreaterThan(1_500_000_000_000);
  });

  test('reads the same with CR LF and at random splits', () => {
    const crlf = Buffer.from(bytes.toString('latin1').replaceAll('\n', '\r\n'), 'latin1');
    expect(readTrace(crlf)).toEqual(trace);
    for (let seed = 1; seed <= 12; seed++) {
      const roll = dice(seed);
      const source = seed % 2 === 0 ? bytes : crlf;
      const heard = listen({ now: () => 0 });
      for (let at = 0; at < source.length; ) {
        const size = 1 + roll(seed % 3 === 0 ? 7 : 2000);
        heard.push(source.subarray(at, at + size));
        at += size;
      }
      heard.push('\r\n\r\n');
      expect(heard.quarantined).toEqual([]);
      expect(heard.events.map((event) => ({ ...event, at: 0 }))).toEqual(
        trace.events.map((event) => ({ ...event, at: 0 })),
      );
    }
  });
});
