// @vitest-environment jsdom
import { afterEach, expect, test } from 'vitest';
import { StatementSheet } from '../../../../agent-ui/src/features/statement/statement-sheet.tsx';
import type { Statement } from '../../../../schema/contracts/statement.ts';
import { draw, serve, shown, undraw } from '../drawn.tsx';

afterEach(undraw);

const from = Date.UTC(2026, 10, 1);
const to = Date.UTC(2026, 11, 1);
const counts = {
  inbound: 9,
  talked: 5,
  owed: 3,
  excluded: 1,
  returned: 1,
  inTime: 1,
  late: 0,
  calledAgain: 0,
  closed: 0,
  live: 2,
};
const statement: Statement = {
  from,
  to,
  at: Date.UTC(2026, 10, 21),
  site: 'Northgate',
  timeZone: 'UTC',
  totals: counts,
  lines: [{ ...counts, line: { id: 1, key: 'orders', name: 'Orders' } }],
  days: [{ ...counts, day: '2026-11-20' }],
  coverage: { followedFrom: from + 3_600_000, completeTo: null, blindMs: 0, windows: [] },
  chain: { seq: 12, head: 'ab'.repeat(32), sealedAt: to },
};
const links = () => [...document.querySelectorAll('a')].map((link) => link.getAttribute('href'));

test('says the sums in words, and every number opens its calls', async () => {
  serve({ 'GET coverage/blind': [] });
  await draw(<StatementSheet statement={statement} unit="month" />);
  expect(shown().replace(/[\u2066-\u2069]/g, '')).toContain('9 calls came in: 5 talked, 3 missed and owed, 1 left out');
  expect(shown()).toContain('ab'.repeat(32));
  expect(shown()).toContain('The phone system is followed since');
  expect(shown()).not.toContain('Every second of it was seen');
  const day = `from=${Date.UTC(2026, 10, 20)}&to=${Date.UTC(2026, 10, 21)}`;
  expect(links()).toEqual(
    expect.arrayContaining([
      `/calls?from=${from}&to=${to}&debt=live&line=1`,
      `/calls?from=${from}&to=${to}&direction=inbound&show=excluded`,
      `/calls?${day}&debt=returned`,
    ]),
  );
  // What is zero leads nowhere.
  expect(links().filter((link) => link?.includes('closed'))).toEqual([]);
});

test('a day has no table of days', async () => {
  serve({ 'GET coverage/blind': [] });
  await draw(<StatementSheet statement={statement} unit="day" />);
  expect(document.querySelectorAll('table')).toHaveLength(1);
});
