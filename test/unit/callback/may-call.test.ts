import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type CallRules, isQuiet, parseQuietHours, whyNotNow } from '../../../server/domain/callback/may-call.ts';

const zone = 'Asia/Tehran';
const at = (clock: string) => Date.parse(`2026-11-21T${clock}:00+03:30`);
const rules = (over: Partial<CallRules> = {}): CallRules => ({
  timeZone: zone,
  quiet: parseQuietHours('21:30-08:00'),
  listedAt: null,
  ...over,
});
const item = (over: object = {}) => ({ origin: 'missed_call' as const, dueAt: 0, latestMissAt: 0, ...over });

describe('quiet hours', () => {
  test('run over midnight on the clock of the company, the last minute is free', () => {
    const quiet = { from: 21 * 60 + 30, to: 8 * 60 };
    expect(parseQuietHours('21:30-08:00')).toEqual(quiet);
    expect(['21:29', '21:30', '03:00', '07:59', '08:00'].map((clock) => isQuiet(at(clock), quiet, zone))).toEqual([
      false,
      true,
      true,
      true,
      false,
    ]);
  });

  test.each(['', '21:30', '24:00-08:00', '08:00-08:00', '8:00-9:00', '21:30-08:00 '])(
    '"%s" is no such interval',
    (text) => {
      expect(parseQuietHours(text)).toBeNull();
    },
  );

  test('bind the dial pad and every item but one that was asked for at that very time', () => {
    expect(whyNotNow({ at: at('22:00'), item: null }, rules())).toBe('quiet-hours');
    expect(whyNotNow({ at: at('22:00'), item: item() }, rules())).toBe('quiet-hours');
    const asked = item({ origin: 'requested', dueAt: at('21:45') });
    expect(whyNotNow({ at: at('22:00'), item: asked }, rules())).toBeNull();
    expect(whyNotNow({ at: at('22:00'), item: item({ origin: 'requested', dueAt: at('17:00') }) }, rules())).toBe(
      'quiet-hours',
    );
    expect(whyNotNow({ at: at('12:00'), item: null }, rules())).toBeNull();
    expect(whyNotNow({ at: at('22:00'), item: null }, rules({ quiet: null }))).toBeNull();
  });
});

describe('who does not wish to be called', () => {
  const listed = rules({ quiet: null, listedAt: at('10:00') });
  test('is rung only to answer a call or a wish that came later', () => {
    const noon = at('12:00');
    expect(whyNotNow({ at: noon, item: null }, listed)).toBe('do-not-call');
    expect(whyNotNow({ at: noon, item: item({ latestMissAt: at('09:00') }) }, listed)).toBe('do-not-call');
    expect(whyNotNow({ at: noon, item: item({ latestMissAt: at('11:00') }) }, listed)).toBeNull();
    expect(whyNotNow({ at: noon, item: item({ origin: 'requested', latestMissAt: at('11:00') }) }, listed)).toBeNull();
    expect(whyNotNow({ at: noon, item: item({ origin: 'cadence', latestMissAt: at('11:00') }) }, listed)).toBe(
      'do-not-call',
    );
  });
});

test('every minute of a day is either quiet or free, whatever the hours', () => {
  const minutes = fc.integer({ min: 0, max: 1439 });
  fc.assert(
    fc.property(minutes, minutes, (from, to) => {
      fc.pre(from !== to);
      const day = Date.UTC(2026, 10, 21);
      const quiet = Array.from({ length: 1440 }, (_, minute) => isQuiet(day + minute * 60_000, { from, to }, 'UTC'));
      expect(quiet.filter(Boolean)).toHaveLength((to - from + 1440) % 1440);
    }),
    { numRuns: 15 },
  );
});
