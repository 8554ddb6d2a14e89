import { describe, expect, test } from 'vitest';
import { type Calendar, parseInterval } from '../../../server/domain/calendar/calendar.ts';
import { dueAt } from '../../../server/domain/callback/policy.ts';
import { type Ladder, planLadder } from '../../../server/domain/escalation/ladder.ts';
import { openMinutes, type PlainHours, sequence } from '../../support/opening-oracle.ts';

const ladder: Ladder = [
  { step: 'due_soon', minutes: 10, to: ['owner'], by: [] },
  { step: 'overdue', minutes: 0, to: ['supervisors'], by: [] },
  { step: 'breached', minutes: 60, to: ['supervisors'], by: [] },
];
const day = ['09:00-13:00', '14:00-18:00'];
const minute = 60_000;

/** A week with a change of the clock inside, a holiday, and hours in the very night of the change. */
const weeks: readonly [string, string, PlainHours, Partial<Calendar>][] = [
  [
    'London puts the clock back',
    '2026-10-19T00:00:00Z',
    { timeZone: 'Europe/London', weekly: [day, day, day, day, day, [], ['00:30-04:00']], closed: ['2026-10-21'] },
    { holidays: [{ date: '2026-10-21', persian: null, name: 'Fair', days: 1 }] },
  ],
  [
    'London puts the clock forward',
    '2026-03-23T00:00:00Z',
    { timeZone: 'Europe/London', weekly: [day, day, day, day, day, [], ['00:30-04:00']], closed: ['2026-03-25'] },
    { holidays: [{ date: '2026-03-25', persian: null, name: 'Fair', days: 1 }] },
  ],
  [
    'New York puts the clock back',
    '2026-10-26T00:00:00Z',
    { timeZone: 'America/New_York', weekly: [day, day, day, day, day, ['10:00-16:00'], ['00:00-06:00']], closed: [] },
    {},
  ],
  [
    'Tehran keeps Nowruz',
    '2026-03-16T00:00:00Z',
    {
      timeZone: 'Asia/Tehran',
      weekly: [day, day, day, ['09:00-13:00'], [], day, day],
      closed: ['2026-03-21', '2026-03-22', '2026-03-23', '2026-03-24'],
    },
    { holidays: [{ date: null, persian: '01-01', name: 'Nowruz', days: 4 }] },
  ],
];

describe.each(weeks)('a week in which %s', (_, start, hours, more) => {
  const calendar: Calendar = {
    timeZone: hours.timeZone,
    weekly: hours.weekly.map((texts) => texts.flatMap((text) => parseInterval(text) ?? [])),
    holidays: [],
    special: [],
    ...more,
  };
  const count = openMinutes(hours);

  test('every step of every debt comes in its opening minute', () => {
    const some = sequence(7);
    for (let n = 0; n < 300; n += 1) {
      const missedAt = Date.parse(start) + some(7 * 1440) * minute;
      const due = dueAt(missedAt, { dueMinutes: 30, hours: calendar });
      expect(due).toBe(count.after(missedAt, 30));
      const planned = planLadder(ladder, { dueAt: due, createdAt: missedAt }, calendar, missedAt);
      expect(planned).toEqual([
        { step: 'due_soon', fireAt: count.before(due, 10) },
        { step: 'overdue', fireAt: count.after(due, 0) },
        { step: 'breached', fireAt: count.after(due, 60) },
      ]);
      for (const { step, fireAt } of planned) if (step !== 'breached') expect(count.isOpen(fireAt)).toBe(true);
    }
  });
});
