// @vitest-environment jsdom
import { afterEach, expect, test, vi } from 'vitest';
import { DisablePerson } from '../../../../agent-ui/src/features/admin/disable-person.tsx';
import type { PersonRow } from '../../../../schema/contracts/admin.ts';
import { aSession, draw, lena, press, serve, shown, the, undraw, until } from '../drawn.tsx';

const ilya: PersonRow = {
  id: 4,
  name: 'Ilya Brandt',
  login: 'ilya',
  role: 'agent',
  language: 'en',
  disabledAt: null,
  email: null,
  hasPassword: true,
  devices: [{ id: 1, device: 'PJSIP/1004', extension: '1004', label: null }],
  queues: [],
};
vi.setConfig({ testTimeout: 20_000 });
afterEach(undraw);

test('switching a person off first shows all it touches, then does it', async () => {
  const asked = serve({
    'GET people/4/leaving': { owned: 1, held: 0, goes: [{ to: lena, count: 1 }] },
    'GET people': [ilya, { ...ilya, ...lena }],
    'PATCH people/4': { ...ilya, disabledAt: 5 },
  });
  const done = vi.fn();
  await draw(<DisablePerson person={ilya} onClose={done} />, { session: aSession('admin') });
  await until(() => expect(shown()).toContain('1 open callback stays owed and stays on the board.'));
  expect(shown()).toContain('1 phone stops popping: PJSIP/1004');
  expect(shown()).toContain('Calls, notes and recordings keep the name.');

  expect(shown()).toContain('By the rule: Lena Fox 1');

  await press(the('button[type="submit"]', 'Switch off'));
  await until(() => expect(done).toHaveBeenCalled());
  expect(asked.find(({ what }) => what.startsWith('PATCH'))?.body).toEqual({ disabled: true });
});

test('what they owe may go to a person who is named', async () => {
  const asked = serve({
    'GET people/4/leaving': { owned: 2, held: 1, goes: [{ to: null, count: 2 }] },
    'GET people': [ilya, { ...ilya, ...lena }],
    'PATCH people/4': { ...ilya, disabledAt: 5 },
  });
  const done = vi.fn();
  await draw(<DisablePerson person={ilya} onClose={done} />, { session: aSession('admin') });
  await until(() => expect(shown()).toContain('By the rule: the queue 2'));
  await press(the('input', 'Give them to'));
  await until(() => the('[role="option"]', 'Lena Fox'));
  await press(the('[role="option"]', 'Lena Fox'));
  await press(the('button[type="submit"]', 'Switch off'));
  await until(() => expect(done).toHaveBeenCalled());
  expect(asked.find(({ what }) => what.startsWith('PATCH'))?.body).toEqual({ disabled: true, handTo: lena.id });
});
