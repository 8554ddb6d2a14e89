import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { type PlannedCall, streamBytes, streamOf } from '../../../bench/stream/generate.ts';
import { readTrace } from '../../../pbx/ami/replay.ts';
import { readSite, siteMapOf } from '../../../server/cli/site-yaml.ts';
import type { CallRecord } from '../../../server/domain/call/call-record.ts';
import { createCalls } from '../../../server/domain/call/create-calls.ts';

const site = siteMapOf(readSite(join(import.meta.dirname, '../../../pbx/asterisk/site.yaml')));
const options = { seed: 7, calls: 1000, callsPerSecond: 250, startAt: 1_795_300_000_000 };

// A thousand calls are forty thousand events: a busy machine may take its time.
describe('the stream of the benches', { timeout: 60_000 }, () => {
  test('is read without a fault, and every call is judged once, as the recording it was made from', () => {
    const { bytes, planned } = streamBytes(options);
    const { events, quarantined } = readTrace(bytes);
    expect(quarantined).toEqual([]);
    const calls = createCalls(site);
    const records: CallRecord[] = [];
    for (const event of events) {
      for (const fact of calls.apply(event)) if (fact.type === 'call.ended') records.push(fact.record);
    }
    const verdict = ({ linkedid, caller, outcome, reason }: Omit<PlannedCall, never>) =>
      `${linkedid} ${caller} ${outcome} ${reason}`;
    const judged = records.map(({ linkedid, caller, outcome, reason }) =>
      verdict({ linkedid, caller: caller ?? '', outcome, reason }),
    );
    expect(planned).toHaveLength(1000);
    expect(judged.toSorted()).toEqual(planned.map(verdict).toSorted());
    expect(calls.size()).toBe(0);
  });

  test('is the same for the same seed, another for another', () => {
    const few = { ...options, calls: 20 };
    expect(streamBytes(few).bytes.equals(streamBytes(few).bytes)).toBe(true);
    expect(streamBytes(few).bytes.equals(streamBytes({ ...few, seed: 8 }).bytes)).toBe(false);
  });

  test('never goes back in time, and has calls of every kind under way at once', () => {
    let last = 0;
    const outcomes = new Set<string>();
    for (const { at } of streamOf({ ...options, calls: 200 }, ({ outcome, reason }) =>
      outcomes.add(`${outcome} ${reason}`),
    )) {
      expect(at).toBeGreaterThanOrEqual(last);
      last = at;
    }
    expect([...outcomes].toSorted()).toEqual([
      'missed abandoned_ringing',
      'missed abandoned_waiting',
      'missed no_answer',
      'talked null',
    ]);
  });
});
