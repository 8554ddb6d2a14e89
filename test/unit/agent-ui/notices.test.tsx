// @vitest-environment jsdom
import { afterEach, describe, expect, test } from 'vitest';
import { NoticeBell } from '../../../agent-ui/src/features/notices/notice-bell.tsx';
import { withNotice } from '../../../agent-ui/src/features/notices/use-notices.ts';
import { clocksDiffer } from '../../../agent-ui/src/ui/both-clocks.tsx';
import type { NoticeView } from '../../../schema/contracts/notices.ts';
import { draw, lena, press, serve, shown, the, undraw, until } from './drawn.tsx';

const aNotice = (over: Partial<NoticeView> = {}): NoticeView => ({
  id: 1,
  at: Date.now() - 60_000,
  readAt: null,
  step: 'overdue',
  rule: 'substitute',
  insteadOf: lena,
  callback: {
    id: 4818,
    state: 'open',
    number: '+442079460142',
    contact: { id: 3, name: 'Brightwater', organisation: null, vip: false },
    line: { id: 1, key: 'orders', name: 'Orders' },
    dueAt: Date.now() - 5 * 60_000,
    timeZone: null,
    owner: null,
  },
  acknowledgedAt: null,
  acknowledgedBy: null,
  ...over,
});

describe('the bell', () => {
  afterEach(undraw);

  test('counts what is unread, lists it with the rule, and marks it read', async () => {
    const seen = aNotice({ id: 2, readAt: 1, rule: 'role', insteadOf: null, acknowledgedAt: 1, acknowledgedBy: lena });
    const asked = serve({ 'GET notices': { rows: [aNotice(), seen], unread: 1 }, 'POST notices/read': { unread: 0 } });
    await draw(<NoticeBell />);
    await until(() => the('button', 'Notices, 1 unread'));
    await press(the('button', 'Notices, 1 unread'));
    await until(() => expect(shown()).toContain('Brightwater'));
    expect(shown()).toContain('You stand in for Lena Fox');
    expect(shown()).toContain('acknowledged by Lena Fox');
    await press(the('button', 'Mark all read'));
    await until(() => expect(asked.map(({ what }) => what)).toContain('POST notices/read'));
  });

  test('says calmly that there is nothing', async () => {
    serve({ 'GET notices': { rows: [], unread: 0 } });
    await draw(<NoticeBell />, { language: 'fa' });
    // The word that a phone's row of tabs shows under the bell.
    expect(the('button', 'خبرها').textContent).toBe('خبرها');
    await press(the('button', 'خبرها'));
    await until(() => expect(shown()).toContain('خبری نیست'));
  });

  test('a notice that came twice is one', () => {
    const one = withNotice({ rows: [], unread: 0 }, aNotice());
    expect(one).toMatchObject({ unread: 1, rows: [{ id: 1 }] });
    expect(withNotice(one, aNotice())).toBe(one);
  });
});

test('two clocks are shown only where they differ at that instant', () => {
  const [winter, summer] = [Date.UTC(2026, 0, 10, 12), Date.UTC(2026, 6, 10, 12)];
  expect(clocksDiffer(winter, 'Europe/London', 'UTC')).toBe(false);
  expect(clocksDiffer(summer, 'Europe/London', 'UTC')).toBe(true);
  expect(clocksDiffer(summer, 'Asia/Tehran', 'Asia/Tehran')).toBe(false);
});
