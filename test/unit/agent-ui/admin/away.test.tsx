// @vitest-environment jsdom
import { afterAll, afterEach, expect, test, vi } from 'vitest';
import { AwayDialog } from '../../../../agent-ui/src/features/admin/away-dialog.tsx';
import { PersonForm } from '../../../../agent-ui/src/features/admin/person-form.tsx';
import { dateIn, dayStart } from '../../../../agent-ui/src/ui/zone.ts';
import type { PersonRow } from '../../../../schema/contracts/admin.ts';
import { aSession, draw, press, serve, shown, the, type, undraw, until } from '../drawn.tsx';

// The clock of the page is read when its parts are loaded.
vi.hoisted(() => vi.useFakeTimers({ toFake: ['Date'], now: Date.UTC(2030, 9, 20, 12) }));

const ilya: PersonRow = {
  id: 9,
  name: 'Ilya Brandt',
  login: 'ilya',
  role: 'agent',
  language: 'en',
  email: null,
  disabledAt: null,
  hasPassword: true,
  devices: [],
  queues: [],
};
const hour = 3_600_000;

afterEach(undraw);
afterAll(() => void vi.useRealTimers());

test('an absence runs from the first day to the end of the last, on the clock of the business', async () => {
  const row = { id: 4, user: ilya, substitute: null, fromAt: Date.UTC(2030, 0, 1), untilAt: Date.UTC(2030, 0, 3) };
  const asked = serve({ 'GET absences': [row], 'POST people/9/absences': row, 'DELETE absences/4': {} });
  const session = { ...aSession(), site: { ...aSession().site, timeZone: 'Europe/London' } };
  await draw(<AwayDialog person={ilya} onClose={() => undefined} />, { session });
  await until(() => expect(shown()).toContain('From 1 Jan 2030 to 2 Jan 2030'));
  await press(the('button', 'Back now'));
  await until(() => expect(asked.map(({ what }) => what)).toContain('DELETE absences/4'));
  await press(the('button', /^First day away/));
  await press(the('button', /26 Oct$/));
  await press(the('button', /^Last day away/));
  await press(the('button', /27 Oct$/));
  await press(the('button', 'Note the absence'));
  await until(() => expect(asked.some(({ what }) => what === 'POST people/9/absences')).toBe(true));
  // The clock is put back in the night to the 27th: these two days have 49 hours.
  const fromAt = Date.UTC(2030, 9, 25, 23);
  expect(asked.find(({ what }) => what === 'POST people/9/absences')?.body).toEqual({
    fromAt,
    untilAt: fromAt + 49 * hour,
    substituteId: null,
  });
});

test('an address that is none is not saved; an empty one is taken away', async () => {
  const asked = serve({ 'PATCH people/9': { ...ilya, email: null } });
  await draw(
    <PersonForm person={{ ...ilya, email: 'ilya@example.com' }} onLink={() => undefined} onClose={() => undefined} />,
  );
  const field = the<HTMLInputElement>('input', 'E-mail');
  expect(field.value).toBe('ilya@example.com');
  await type(field, 'ilya@example.com, other@example.com');
  expect(shown()).toContain('Not an address');
  expect(the('button', 'Save').disabled).toBe(true);
  await type(field, '');
  await press(the('button', 'Save'));
  await until(() => expect(asked.find(({ what }) => what === 'PATCH people/9')?.body).toMatchObject({ email: null }));
});

test('a date is a day on the clock of its zone', () => {
  expect(dayStart('2026-03-29', 'Europe/London')).toBe(Date.UTC(2026, 2, 29));
  expect(dayStart('2026-03-30', 'Europe/London')).toBe(Date.UTC(2026, 2, 29, 23));
  expect(dayStart('2026-10-26', 'Europe/London')).toBe(Date.UTC(2026, 9, 26));
  expect(dateIn(dayStart('2026-03-21', 'Asia/Tehran'), 'Asia/Tehran')).toBe('2026-03-21');
});
