import { describe, expect, test } from 'vitest';
import { readTrace } from '../../../pbx/ami/replay.ts';
import { demoSiteFile } from '../../../pbx/demo/demo-site.ts';
import { readSite, siteMapOf } from '../../../server/cli/site-yaml.ts';
import type { CallRecord } from '../../../server/domain/call/call-record.ts';
import { createCalls } from '../../../server/domain/call/create-calls.ts';
import { aTown, type Town, wireOf } from './town.ts';

const siteMap = siteMapOf(readSite(demoSiteFile()));

/** What Ringback makes of the demonstration's bytes. */
function judged(town: Town): CallRecord[] {
  const calls = createCalls(siteMap);
  // What the events account may read: all but the class `dialplan`.
  const heard = town.events.filter((event) => event.class !== 'dialplan');
  const { events } = readTrace(Buffer.from(wireOf(heard)));
  return events.flatMap((event) =>
    calls.apply(event).flatMap((fact) => (fact.type === 'call.ended' ? [fact.record] : [])),
  );
}

describe.each([21, 22, 23])('two hours of scenes, judged as a real PBX (seed %i)', (seed) => {
  const town = aTown(seed);
  const truth = new Map<string, { kind: string; number: string | null; talkedMs: number }>();
  town.crowd.onEnded(({ id, kind, party, talkedMs }) => truth.set(id, { kind, number: party.number, talkedMs }));
  town.watched();
  town.time.pass(2 * 3_600_000);
  town.stop();
  const records = judged(town);

  test('every call is one record, in the right direction', () => {
    expect(records.map(({ linkedid }) => linkedid).toSorted()).toEqual([...truth.keys()].toSorted());
    for (const { linkedid, direction } of records) expect(direction).toBe(truth.get(linkedid)?.kind);
  });

  test('who talked has talked, for as long as they did; who reached nobody was missed', () => {
    for (const { linkedid, direction, outcome, reason, talkedMs } of records) {
      const told = truth.get(linkedid)?.talkedMs ?? -1;
      expect(Math.abs(talkedMs - told)).toBeLessThan(10);
      if (told === 0) expect(outcome).toBe(direction === 'inbound' ? 'missed' : 'not_answered');
      else if (outcome === 'missed') expect(reason).toBe('lost_in_transfer');
      else expect(outcome).toBe('talked');
      expect(reason).not.toBe('ended_unknown');
    }
    expect(records.some(({ outcome }) => outcome === 'missed')).toBe(true);
    expect(records.some(({ outcome }) => outcome === 'talked')).toBe(true);
  });

  test('every inbound call has its line, its caller or none when withheld, its recording, and no warning', () => {
    for (const record of records) {
      expect(record.warnings).toEqual([]);
      if (record.direction !== 'inbound') continue;
      const number = truth.get(record.linkedid)?.number ?? null;
      expect(record.line).not.toBeNull();
      expect(record.withheld).toBe(number === null);
      expect(record.caller).toBe(number?.replace(/^0/, '+44') ?? null);
      if (record.talkedMs > 0) {
        expect(record.recordings).toMatchObject([{ file: expect.stringContaining(`${record.linkedid}.wav`) }]);
      }
    }
  });
});
