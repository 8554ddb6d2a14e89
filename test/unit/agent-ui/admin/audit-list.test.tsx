// @vitest-environment jsdom
import { afterEach, expect, test } from 'vitest';
import { AuditList } from '../../../../agent-ui/src/features/admin/audit-list.tsx';
import { draw, lena, serve, shown, the, undraw, until } from '../drawn.tsx';

afterEach(undraw);

test('says what each entry is about: people by name, numbers as such, the way to a person, a call and a callback', async () => {
  const subjects = [
    `user:${lena.id}`,
    'user:77',
    'number:+442079460101',
    'contact:12',
    'call:5',
    'callback:12',
    'line:1',
    'line:2',
    'odd',
  ];
  const rows = subjects.map((subject, at) => ({
    id: at + 1,
    at: Date.UTC(2026, 10, 29, 9),
    actor: null,
    action: 'user.edited',
    subject,
    detail: {},
  }));
  serve({ 'GET audit': { rows, next: null } });
  await draw(<AuditList />);
  await until(() => expect(shown()).toContain('Lena Fox'));
  for (const words of ['person 77', 'Orders', '020 7946 0101', 'line 2', 'odd']) expect(shown()).toContain(words);
  expect(the('a', 'contact 12').getAttribute('href')).toBe('/people/12');
  expect(the('a', 'call 5').getAttribute('href')).toBe('/calls/5');
  expect(the('a', 'callback 12').getAttribute('href')).toBe('/callbacks?item=12');
});
