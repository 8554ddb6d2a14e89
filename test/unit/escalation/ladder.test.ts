import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Calendar, parseInterval } from '../../../server/domain/calendar/calendar.ts';
import {
  addOpeningMinutes,
  openingMinutesBetween,
  subtractOpeningMinutes,
} from '../../../server/domain/calendar/opening.ts';
import { type Ladder, planLadder, raisedPriority, standardLadder } from '../../../server/domain/escalation/ladder.ts';

const at = (iso: string) => Date.parse(iso);
const hours = (...texts: string[]) => texts.map((text) => parseInterval(text) ?? { from: 0, to: 0 });
const office: Calendar = {
  timeZone: 'Europe/London',
  weekly: [...Array.from({ length: 5 }, () => hours('09:00-13:00', '14:00-18:00')), [], []],
  holidays: [{ date: '2026-12-25', persian: null, name: 'Christmas', days: 4 }],
  special: [],
};
const shut: Calendar = { ...office, weekly: [[], [], [], [], [], [], []] };
const ladder: Ladder = [
  { step: 'due_soon', minutes: 20, to: ['owner'], by: [] },
  { step: 'overdue', minutes: 0, to: ['supervisors'], by: ['mail'] },
  { step: 'breached', minutes: 60, to: ['lena'], by: ['mail'] },
];
const born = '2026-11-01T00:00:00Z';
const plan = (dueAt: string, over: { calendar?: Calendar | null; created?: string; now?: string } = {}) => {
  const { calendar = office, created = born, now = created } = over;
  const item = { dueAt: at(dueAt), createdAt: at(created) };
  return planLadder(ladder, item, calendar, at(now)).map(
    ({ step, fireAt }) => `${step} ${new Date(fireAt).toISOString().slice(0, 16)}`,
  );
};

describe('the moments of a ladder', () => {
  test('are counted in opening minutes, over lunch, night and weekend', () => {
    expect(plan('2026-11-20T14:10:00Z')).toEqual([
      'due_soon 2026-11-20T12:50',
      'overdue 2026-11-20T14:10',
      'breached 2026-11-20T15:10',
    ]);
    expect(plan('2026-11-20T17:30:00Z')).toEqual([
      'due_soon 2026-11-20T17:10',
      'overdue 2026-11-20T17:30',
      'breached 2026-11-23T09:30',
    ]);
    expect(plan('2026-11-23T09:05:00Z')).toEqual([
      'due_soon 2026-11-20T17:45',
      'overdue 2026-11-23T09:05',
      'breached 2026-11-23T10:05',
    ]);
  });

  test('wait out holidays', () => {
    expect(plan('2026-12-24T17:30:00Z')).toEqual([
      'due_soon 2026-12-24T17:10',
      'overdue 2026-12-24T17:30',
      'breached 2026-12-29T09:30',
    ]);
  });

  test('a call promised for a time when nobody is there is overdue when people are back', () => {
    expect(plan('2026-11-21T12:00:00Z')).toEqual([
      'due_soon 2026-11-20T17:40',
      'overdue 2026-11-23T09:00',
      'breached 2026-11-23T10:00',
    ]);
  });

  test('go around the clock without hours, and count at once when it never opens again', () => {
    const due = '2026-11-21T12:00:00Z';
    expect(plan(due, { calendar: null })).toEqual([
      'due_soon 2026-11-21T11:40',
      'overdue 2026-11-21T12:00',
      'breached 2026-11-21T13:00',
    ]);
    expect(plan(due, { calendar: shut }).map((line) => line.slice(-5))).toEqual(['12:00', '12:00', '12:00']);
  });

  test('leave out "due soon" for what was due so soon from its birth, or is due already', () => {
    const due = '2026-11-20T14:10:00Z';
    const rest = ['overdue 2026-11-20T14:10', 'breached 2026-11-20T15:10'];
    expect(plan(due, { created: '2026-11-20T12:55:00Z' })).toEqual(rest);
    expect(plan(due, { now: '2026-11-20T14:11:00Z' })).toEqual(rest);
    expect(plan(due, { now: '2026-11-20T12:55:00Z' })).toHaveLength(3);
  });

  test('a step that a line leaves out is not taken', () => {
    const only = standardLadder.filter(({ step }) => step === 'breached');
    const item = { dueAt: 1_000_000_000, createdAt: 0 };
    expect(planLadder(only, item, null, 0)).toEqual([{ step: 'breached', fireAt: 1_003_600_000 }]);
    expect(planLadder([], item, null, 0)).toEqual([]);
  });

  test('each step makes an item more pressing, the highest one most', () => {
    const after = (['due_soon', 'overdue', 'breached'] as const).map((step) => raisedPriority(10, step));
    expect([...after].sort((a, b) => a - b)).toEqual(after);
    expect(Math.min(...after)).toBeGreaterThan(10);
  });
});

const interval = fc
  .tuple(fc.integer({ min: 0, max: 1439 }), fc.integer({ min: 1, max: 1440 }))
  .map(([from, length]) => ({ from, to: Math.min(from + length, 2880) }));
const calendar: fc.Arbitrary<Calendar> = fc.record({
  timeZone: fc.constantFrom('Europe/London', 'Asia/Tehran', 'America/New_York', 'Pacific/Apia', 'UTC'),
  weekly: fc.array(fc.array(interval, { maxLength: 3 }), { minLength: 7, maxLength: 7 }),
  holidays: fc.constant([{ date: null, persian: '01-01', name: 'Nowruz', days: 4 }]),
  special: fc.constant([]),
});
const minute = 60_000;
const when = fc
  .tuple(
    fc.constantFrom(
      Date.UTC(2026, 2, 29, 1),
      Date.UTC(2026, 9, 25, 1),
      Date.UTC(2022, 2, 21, 20),
      Date.UTC(2026, 5, 1),
    ),
    fc.integer({ min: -5000, max: 5000 }),
  )
  .map(([change, minutes]) => change + minutes * minute);

describe('opening minutes counted back', () => {
  test('are as many as lie between, and lie in opening time', () => {
    fc.assert(
      fc.property(calendar, when, fc.integer({ min: 0, max: 2000 }), (some, end, minutes) => {
        const from = subtractOpeningMinutes(some, end, minutes);
        if (from === null) return;
        expect(from).toBeLessThanOrEqual(end);
        expect(openingMinutesBetween(some, from, end)).toBe(minutes);
        // No later instant has as many before `end`.
        if (minutes > 0) expect(openingMinutesBetween(some, from + minute, end)).toBeLessThan(minutes);
      }),
      { numRuns: 300 },
    );
  });

  test('undo opening minutes counted forward', () => {
    fc.assert(
      fc.property(calendar, when, fc.integer({ min: 1, max: 2000 }), (some, begin, minutes) => {
        const end = addOpeningMinutes(some, begin, minutes);
        if (end === null) return;
        const back = subtractOpeningMinutes(some, end, minutes);
        expect(back).not.toBeNull();
        expect(openingMinutesBetween(some, begin, back ?? 0)).toBe(0);
      }),
      { numRuns: 300 },
    );
  });

  test('never end where there was no opening', () =>
    expect(subtractOpeningMinutes(shut, at('2026-11-20T12:00:00Z'), 0)).toBeNull());
});

test('steps never come in a wrong order, whatever the calendar', () => {
  fc.assert(
    fc.property(calendar, when, (some, due) => {
      const planned = planLadder(ladder, { dueAt: due, createdAt: 0 }, some, 0).map(({ fireAt }) => fireAt);
      expect([...planned].sort((a, b) => a - b)).toEqual(planned);
      expect(planned).toHaveLength(3);
    }),
    { numRuns: 300 },
  );
});
