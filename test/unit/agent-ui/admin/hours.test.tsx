// @vitest-environment jsdom
import { afterEach, describe, expect, test } from 'vitest';
import { draftOf, readDraft, readIntervals } from '../../../../agent-ui/src/features/admin/hours-draft.ts';
import { HoursPage } from '../../../../agent-ui/src/features/admin/hours-page.tsx';
import type { Hours, HoursPreview, HoursRow } from '../../../../schema/contracts/hours.ts';
import { draw, named, press, serve, shown, the, type, undraw, until } from '../drawn.tsx';

const day = ['09:00-13:00', '14:00-18:00'];
const hours: Hours = {
  timeZone: 'Asia/Tehran',
  weekly: [day, day, day, ['08:00-12:00'], [], day, day],
  holidays: [
    { name: 'Nowruz', date: null, persian: '01-01', days: 4 },
    { name: 'Fair', date: '2026-12-25', persian: null, days: 1 },
  ],
  specialDays: [{ date: '2026-12-24', intervals: ['10:00-12:00'] }],
};
const row: HoursRow = { id: 3, name: 'office', version: 5, hours, lines: [{ id: 1, key: 'orders', name: 'Orders' }] };
const preview: HoursPreview = {
  days: [
    { date: '2026-10-24', opens: [], rule: 'holiday', holiday: 'Fair', clockChange: 0 },
    {
      date: '2026-10-25',
      opens: [{ from: Date.UTC(2026, 9, 25, 5, 30), to: Date.UTC(2026, 9, 25, 9, 30) }],
      rule: 'week',
      holiday: null,
      clockChange: 60,
    },
  ],
  nextOpeningAt: 0,
  moved: 9,
  moves: [
    {
      id: 7,
      contact: 'Brightwater',
      number: null,
      line: 'Orders',
      fromAt: Date.UTC(2026, 10, 23, 9),
      toAt: Date.UTC(2026, 10, 21, 9),
    },
  ],
  never: false,
};

describe('hours as they are written', () => {
  test.each([
    ['9-13, 14:00 - 18', ['09:00-13:00', '14:00-18:00']],
    ['۹:۳۰–۱۳', ['09:30-13:00']],
    ['22:00-06:00؛ 8-9', ['22:00-06:00', '08:00-09:00']],
    ['', []],
    ['nine to five', null],
    ['9', null],
  ])('%j is %j', (text, intervals) => expect(readIntervals(text)).toEqual(intervals));

  test('are read back as they were', () => {
    expect(readDraft(draftOf(hours))).toEqual({ hours, wrong: new Set() });
  });

  test('say where they cannot be read', () => {
    const draft = draftOf(hours);
    const [first, ...others] = draft.holidays;
    const { hours: none, wrong } = readDraft({
      ...draft,
      timeZone: 'Atlantis',
      weekly: ['25-26', ...draft.weekly.slice(1)],
      holidays: first ? [{ ...first, date: '13-01' }, ...others] : [],
      special: [{ date: 'soon', text: '9-10' }],
    });
    expect(none).toBeNull();
    expect([...wrong].sort()).toEqual(['holidays.0', 'specialDays.0', 'timeZone', 'weekly.0']);
  });
});

describe('the page of hours', () => {
  afterEach(undraw);
  const served = () =>
    serve({
      'GET hours': [row],
      'POST hours/3/preview': preview,
      'PUT hours/3': { row: { ...row, version: 6 }, moved: 9 },
    });

  test('shows the week ahead on the clock of the line, and saves only what was changed', async () => {
    const asked = served();
    await draw(<HoursPage admin />);
    await until(() => expect(shown()).toContain('60 minutes longer'));
    expect(shown()).toContain('09:00–13:00');
    expect(shown()).toContain('Fair');
    expect(the('button', 'Save').disabled).toBe(true);
    await type(the<HTMLInputElement>('input', 'Friday'), '10-12');
    expect(named<HTMLButtonElement>('button', /^Save/)[0]?.disabled).toBe(true);
    await until(() => the('button', 'Save, move 9 callbacks'));
    await until(() => expect(shown()).toContain('Brightwater'));
    await until(() => expect(the('button', 'Save, move 9 callbacks').disabled).toBe(false));
    await press(the('button', 'Save, move 9 callbacks'));
    await until(() => expect(asked.some(({ what }) => what === 'PUT hours/3')).toBe(true));
    const sent = asked.find(({ what }) => what === 'PUT hours/3')?.body;
    expect(sent).toEqual({
      version: 5,
      hours: { ...hours, weekly: [...hours.weekly.slice(0, 4), ['10:00-12:00'], ...hours.weekly.slice(5)] },
    });
  });

  test('what cannot be read cannot be saved, and says where', async () => {
    served();
    await draw(<HoursPage admin />);
    await until(() => the('input', 'Friday'));
    await type(the<HTMLInputElement>('input', 'Friday'), 'sometimes');
    expect(shown()).toContain('Write it like 09:00-13:00');
    expect(the('button', 'Save').disabled).toBe(true);
  });

  test('a supervisor looks and does not save; a Persian week begins on Saturday', async () => {
    served();
    await draw(<HoursPage admin={false} />, { language: 'fa' });
    await until(() => expect(named('input', /شنبه|جمعه/).length).toBe(7));
    expect(named('button', /ذخیره/)).toEqual([]);
    const days = named<HTMLInputElement>('input', /شنبه|جمعه/).map((field) => field.labels?.[0]?.textContent);
    expect(days[0]).toBe('شنبه');
    expect(days[6]).toBe('جمعه');
  });
});
