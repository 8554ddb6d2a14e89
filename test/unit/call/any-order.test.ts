import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { AmiEvent } from '../../../pbx/ami/ami-event.ts';
import { createCalls } from '../../../server/domain/call/create-calls.ts';
import { aCall, aSite } from '../../support/ami-builders.ts';
import { factsNamed, recordsOf } from './fold.ts';
import { anEvent } from './random-events.ts';

const missedPhones = fc
  .uniqueArray(fc.constantFrom(1, 2, 3, 4, 5, 6), { minLength: 1 })
  .map((list) => list.map((n) => `PJSIP/100${n}`));

describe('whatever the PBX sends', () => {
  test('nothing throws, nothing is judged twice, and nobody is left behind at the end', () => {
    fc.assert(
      fc.property(fc.array(anEvent, { maxLength: 120 }), (events) => {
        const calls = createCalls(aSite);
        const ended = events.flatMap((event) => factsNamed(calls.apply(event), 'call.ended'));
        calls.live();
        ended.push(...factsNamed(calls.finish(0), 'call.ended'));
        expect(calls.size()).toBe(0);
        for (const { record } of ended) {
          expect(record.endedAt).toBeGreaterThanOrEqual(0);
          expect(record.waitedMs).toBeGreaterThanOrEqual(0);
          expect(record.talkedMs).toBeGreaterThanOrEqual(0);
        }
      }),
      { numRuns: 400 },
    );
  });

  test('every inbound call that ended without a talk is missed, with a reason', () => {
    fc.assert(
      fc.property(fc.array(anEvent, { maxLength: 120 }), (events) => {
        for (const record of recordsOf(events)) {
          if (record.direction !== 'inbound') continue;
          expect(record.outcome === 'missed').toBe(record.reason !== null);
          if (record.talks.length === 0) expect(record.outcome).toBe('missed');
        }
      }),
      { numRuns: 400 },
    );
  });

  test('a talk is told only of those who shared a bridge', () => {
    fc.assert(
      fc.property(fc.array(anEvent, { maxLength: 120 }), (events) => {
        const bridged = new Set(
          events.flatMap((event) => (event.event === 'BridgeEnter' ? [event.chan.uniqueid] : [])),
        );
        for (const record of recordsOf(events)) {
          for (const talk of record.talks) expect(bridged).toContain(talk.uniqueid);
        }
      }),
      { numRuns: 400 },
    );
  });
});

describe('a stream with one event missing', () => {
  test('never turns a missed call into a talked one', () => {
    fc.assert(
      fc.property(missedPhones, fc.nat(), (phones, nth) => {
        const events = aCall({ phones });
        const cut = events.toSpliced(nth % events.length, 1);
        const calls = createCalls(aSite);
        const ended = [...cut.flatMap((event: AmiEvent) => calls.apply(event)), ...calls.finish(cut.at(-1)?.at ?? 0)];
        for (const { record } of factsNamed(ended, 'call.ended')) expect(record.outcome).not.toBe('talked');
      }),
    );
  });
});
