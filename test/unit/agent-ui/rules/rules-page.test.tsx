// @vitest-environment jsdom
import { afterEach, expect, test, vi } from 'vitest';
import { RulesPage } from '../../../../agent-ui/src/features/rules/rules-page.tsx';
import type { DryRun, Rules } from '../../../../schema/contracts/rules.ts';
import { aSession, draw, named, press, serve, shown, the, type, undraw, until } from '../drawn.tsx';

const rule = {
  dueMinutes: 30,
  retryMinutes: [15, 60, 240, 1440],
  maxTries: 5,
  abandonedSeconds: 0,
  offers: false,
  ladder: null,
};
const ladder = [{ step: 'overdue' as const, minutes: 0, to: ['owner', 'lena'], by: ['mail' as const] }];
const rules: Rules = {
  company: { version: 2, timeZone: 'UTC', rule: { quietHours: '21:30-08:00', ladder } },
  lines: [{ id: 3, key: 'orders', name: 'Orders', version: 7, hours: 'office', rule, missed: 12, open: 4 }],
};
const dry: DryRun = {
  days: [{ date: '2026-11-28', missed: 12, late: 5 }],
  owed: { now: 12, draft: 12 },
  leftOut: { now: 0, draft: 0 },
  sooner: 12,
  later: 0,
  late: { now: 2, draft: 5 },
  told: [{ who: 'lena', now: 2, draft: 5 }],
  looked: 12,
  of: 12,
  open: { live: 4, moved: 3, overdueAtOnce: 1, lastTry: 0 },
  moves: [{ id: 1, contact: 'Brightwater', number: null, fromAt: 0, toAt: 1 }],
};
const people = [
  { id: 6, name: 'Lena Fox', login: 'lena', role: 'supervisor', language: 'en', email: null, disabledAt: null },
].map((person) => ({ ...person, hasPassword: true, devices: [], queues: [] }));

vi.setConfig({ testTimeout: 20_000 });
afterEach(undraw);
const served = () =>
  serve({
    'GET rules': rules,
    'GET people': people,
    'POST rules/': dry,
    'PUT rules/lines/3': { row: rules.lines[0], moved: 3 },
  });

test('an admin changes a word of the sentence, sees what it comes to, and saves what moves', async () => {
  const asked = served();
  await draw(<RulesPage />, { session: aSession('admin') });
  await until(() => expect(shown()).toContain('as soon as it is late tell the owner and Lena Fox, also by mail'));
  expect(shown()).toContain('between 21:30 and 08:00');
  expect(shown()).toContain('15 min, 1 h, 4 h, 1 day');
  expect(the('button', 'Save').disabled).toBe(true);
  await press(the('button', /^Callback due in: 30 min/));
  await until(() => the('input', 'Callback due in'));
  await type(the<HTMLInputElement>('input', 'Callback due in'), '۱۰');
  await until(() => expect(the('button', 'Save, move 3 callbacks').disabled).toBe(false));
  expect(shown()).toContain('1 turns overdue at once');
  expect(asked.filter(({ what }) => what === 'POST rules/lines/3/dry-run').at(-1)?.body).toEqual({
    ...rule,
    dueMinutes: 10,
  });
  await press(the('button', 'Save, move 3 callbacks'));
  await until(() => expect(asked.some(({ what }) => what === 'PUT rules/lines/3')).toBe(true));
  expect(asked.find(({ what }) => what === 'PUT rules/lines/3')?.body).toEqual({
    version: 7,
    rule: { ...rule, dueMinutes: 10 },
  });
});

test('what is no such number changes nothing and says so', async () => {
  served();
  await draw(<RulesPage />, { session: aSession('admin') });
  await until(() => the('button', /^Callback due in: 30 min/));
  await press(the('button', /^Callback due in: 30 min/));
  await until(() => the('input', 'Callback due in'));
  await type(the<HTMLInputElement>('input', 'Callback due in'), '0');
  expect(shown()).toContain('A whole number from 1 to');
  expect(the('button', 'Save').disabled).toBe(true);
});

test('a supervisor reads and does not write', async () => {
  served();
  await draw(<RulesPage />, { session: aSession('supervisor'), language: 'fa' });
  await until(() => expect(shown()).toContain('بین'));
  expect(named('button', /ذخیره|تغییر/)).toEqual([]);
});
