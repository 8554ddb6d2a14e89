import fc from 'fast-check';
import { afterEach, describe, expect, test } from 'vitest';
import type { Calendar } from '../../../server/domain/calendar/calendar.ts';
import {
  addOpeningMinutes,
  isOpen,
  nextOpening,
  openingMinutesBetween,
} from '../../../server/domain/calendar/opening.ts';

const interval = fc
  .tuple(fc.integer({ min: 0, max: 1439 }), fc.integer({ min: 1, max: 1440 }))
  .map(([from, length]) => ({ from, to: Math.min(from + length, 2880) }));
const weekly = fc.array(fc.array(interval, { maxLength: 3 }), { minLength: 7, maxLength: 7 });
const zone = fc.constantFrom(
  'Europe/London',
  'Asia/Tehran',
  'America/New_York',
  'Pacific/Apia',
  'UTC',
  'Asia/Kathmandu',
);
const holiday = fc.record({
  date: fc.constantFrom('2022-03-27', '2026-03-29', '2026-10-25', '2026-12-25'),
  persian: fc.constant(null),
  name: fc.constant('closed'),
  days: fc.integer({ min: 1, max: 5 }),
});
const nowruz = { date: null, persian: '01-01', name: 'Nowruz', days: 4 };
const calendar: fc.Arbitrary<Calendar> = fc.record({
  timeZone: zone,
  weekly,
  holidays: fc.array(holiday, { maxLength: 2 }).map((some) => [...some, nowruz]),
  special: fc.array(
    fc.record({ date: fc.constantFrom('2026-03-22', '2026-10-25'), intervals: fc.array(interval, { maxLength: 2 }) }),
    {
      maxLength: 2,
    },
  ),
});
const minute = 60_000;
const instant = fc
  .integer({ min: Date.UTC(2010, 0) / minute, max: Date.UTC(2032, 0) / minute })
  .map((minutes) => minutes * minute);
/** The weeks around the changes of the clock, where mistakes live. */
const nearChange = fc
  .tuple(
    fc.constantFrom(
      Date.UTC(2026, 2, 29, 1),
      Date.UTC(2026, 9, 25, 1),
      Date.UTC(2022, 2, 21, 20, 30),
      Date.UTC(2011, 11, 30, 10),
    ),
    fc.integer({ min: -4320, max: 4320 }),
  )
  .map(([change, minutes]) => change + minutes * minute);
const when = fc.oneof(instant, nearChange);
const some = fc.integer({ min: 0, max: 3000 });
const runs = { numRuns: 200 };

describe('opening minutes, whatever the calendar', () => {
  const machine = process.env.TZ;
  afterEach(() => {
    if (machine === undefined) delete process.env.TZ;
    else process.env.TZ = machine;
  });

  test('what was added is what lies between', () => {
    fc.assert(
      fc.property(calendar, when, some, (hours, at, minutes) => {
        const end = addOpeningMinutes(hours, at, minutes);
        if (end === null) return;
        expect(openingMinutesBetween(hours, at, end)).toBe(minutes);
      }),
      runs,
    );
  });

  test('what lies between, added, leads to the same instant when that is open', () => {
    fc.assert(
      fc.property(calendar, when, fc.integer({ min: 0, max: 20_000 }), (hours, a, later) => {
        const b = a + later * minute;
        if (!isOpen(hours, b)) return;
        const between = openingMinutesBetween(hours, a, b);
        const end = addOpeningMinutes(hours, a, between);
        // Closing time and the next opening are the same number of minutes away.
        expect(end === b || (end !== null && end < b && openingMinutesBetween(hours, end, b) === 0)).toBe(true);
      }),
      runs,
    );
  });

  test('later or more is never earlier, and parts add up', () => {
    fc.assert(
      fc.property(calendar, when, some, some, (hours, at, wait, minutes) => {
        const [early, late] = [
          addOpeningMinutes(hours, at, minutes),
          addOpeningMinutes(hours, at + wait * minute, minutes),
        ];
        const more = addOpeningMinutes(hours, at, minutes + wait);
        if (early !== null && late !== null) expect(late).toBeGreaterThanOrEqual(early);
        if (early !== null && more !== null) expect(more).toBeGreaterThanOrEqual(early);
        const [b, c] = [at + wait * minute, at + (wait + minutes) * minute];
        expect(openingMinutesBetween(hours, at, c)).toBeCloseTo(
          openingMinutesBetween(hours, at, b) + openingMinutesBetween(hours, b, c),
          6,
        );
      }),
      runs,
    );
  });

  test('the next opening is open, not before, and nothing lies between', () => {
    fc.assert(
      fc.property(calendar, when, (hours, at) => {
        const next = nextOpening(hours, at);
        if (next === null) {
          expect(openingMinutesBetween(hours, at, at + 30 * 1440 * minute)).toBe(0);
          return;
        }
        expect(next).toBeGreaterThanOrEqual(at);
        expect(isOpen(hours, next)).toBe(true);
        expect(openingMinutesBetween(hours, at, next)).toBe(0);
        expect(next === at).toBe(isOpen(hours, at));
      }),
      runs,
    );
  });

  test('the zone of the machine changes nothing', () => {
    const offsets = new Set<number>();
    fc.assert(
      fc.property(calendar, when, some, (hours, at, minutes) => {
        const answers = ['UTC', 'Asia/Tehran', 'America/New_York', 'Pacific/Apia'].map((tz) => {
          process.env.TZ = tz;
          offsets.add(new Date(at).getTimezoneOffset());
          return [addOpeningMinutes(hours, at, minutes), nextOpening(hours, at)];
        });
        for (const answer of answers) expect(answer).toEqual(answers[0]);
      }),
      { numRuns: 60 },
    );
    // The zone was really another each time.
    expect(offsets.size).toBeGreaterThan(3);
  });
});
