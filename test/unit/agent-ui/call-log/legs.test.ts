import { describe, expect, test } from 'vitest';
import { customerStretches, rulerOf, spot, tracksOf } from '../../../../agent-ui/src/features/call-log/legs.ts';
import type { CallDetail } from '../../../../schema/contracts/calls.ts';

const lena = { id: 6, name: 'Lena Fox' };
const ilya = { id: 4, name: 'Ilya Brandt' };

const call = (over: Partial<CallDetail> = {}): CallDetail => ({
  id: 1,
  linkedid: '1.1',
  startedAt: 0,
  endedAt: 210_000,
  direction: 'inbound',
  number: '+442920180451',
  rawNumber: null,
  callerName: null,
  withheld: false,
  contact: null,
  line: null,
  queue: null,
  agents: [],
  called: null,
  waitedMs: 11_000,
  talkedMs: 108_000,
  outcome: 'missed',
  reason: 'lost_in_transfer',
  excluded: false,
  callback: null,
  settles: null,
  recordings: 0,
  outcomeChip: null,
  legs: [],
  offers: [],
  talks: [],
  recordingList: [],
  ticks: [],
  notes: [],
  warnings: [],
  ...over,
});

describe('the legs of a call', () => {
  test('let the customer wait, talk, and be alone after a lost transfer', () => {
    expect(customerStretches(0, 210, [{ startedAt: 11, endedAt: 119 }])).toEqual([
      { phase: 'waiting', from: 0, to: 11 },
      { phase: 'talking', from: 11, to: 119 },
      { phase: 'alone', from: 119, to: 210 },
    ]);
  });

  test('join overlapping talks without counting time twice', () => {
    const stretches = customerStretches(0, 100, [
      { startedAt: 10, endedAt: 60 },
      { startedAt: 50, endedAt: 90 },
    ]);
    expect(stretches.map((s) => [s.phase, s.from, s.to])).toEqual([
      ['waiting', 0, 10],
      ['talking', 10, 60],
      ['talking', 60, 90],
      ['alone', 90, 100],
    ]);
  });

  test('show a phone once, with its ringing, its talk and its result', () => {
    const tracks = tracksOf(
      call({
        queue: 'orders',
        offers: [
          { device: 'PJSIP/1004', person: ilya, queue: 'orders', startedAt: 2000, endedAt: 11_000, result: 'lost' },
          { device: 'PJSIP/1006', person: lena, queue: 'orders', startedAt: 2000, endedAt: 11_000, result: 'answered' },
        ],
        talks: [{ party: '1006', person: lena, startedAt: 11_000, endedAt: 119_000, recordings: [] }],
      }),
    );
    expect(tracks.map((t) => [t.kind, t.name, t.extension, t.result])).toEqual([
      ['customer', null, null, null],
      ['queue', 'orders', null, null],
      ['phone', 'Ilya Brandt', '1004', 'lost'],
      ['phone', 'Lena Fox', '1006', 'answered'],
    ]);
    expect(tracks[3]).toMatchObject({ rangMs: 9000, talkedMs: 108_000 });
    expect(tracks[1]?.stretches).toEqual([{ phase: 'waiting', from: 0, to: 11_000 }]);
  });

  test('mark every 30 s, and never crowd the ruler', () => {
    expect(rulerOf(0, 210_000).marks.map((m) => m.ms)).toEqual([30, 60, 90, 120, 150, 180].map((s) => s * 1000));
    for (const whole of [900, 14_000, 44_000, 100_000, 3_600_000, 5 * 3_600_000]) {
      expect(rulerOf(0, whole).marks.length).toBeLessThanOrEqual(8);
    }
  });

  test('never draw a stretch too thin to be seen, nor outside the ruler', () => {
    const ruler = rulerOf(1000, 101_000);
    expect(spot(ruler, { phase: 'talking', from: 1000, to: 1010 })).toEqual({ start: 0, size: 0.006 });
    expect(spot(ruler, { phase: 'talking', from: -5000, to: 900_000 })).toEqual({ start: 0, size: 1 });
  });
});
