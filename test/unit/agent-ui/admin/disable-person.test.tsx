// @vitest-environment jsdom
import { afterEach, expect, test, vi } from 'vitest';
import { DisablePerson } from '../../../../agent-ui/src/features/admin/disable-person.tsx';
import type { PersonRow } from '../../../../schema/contracts/admin.ts';
import { aCallback } from '../debt-board/a-callback.ts';
import { aSession, draw, press, serve, shown, the, undraw, until } from '../drawn.tsx';

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
const counts = {
  owed: 1,
  overdue: 0,
  breached: 0,
  not_reached: 0,
  needs_human: 0,
  in_time: 0,
  late: 0,
  called_again: 0,
  closed: 0,
};
const tiles = {
  open: 1,
  oldestOpenAt: null,
  waiting: 0,
  longestWaitSince: null,
  agentsReady: 0,
  agents: 1,
  answeredInTarget: 0,
  inbound: 0,
};
vi.setConfig({ testTimeout: 20_000 });
afterEach(undraw);

test('switching a person off first shows all it touches, then does it', async () => {
  const asked = serve({
    'GET board': { rows: [aCallback()], next: null, counts, tiles },
    'PATCH people/4': { ...ilya, disabledAt: 5 },
  });
  const done = vi.fn();
  await draw(<DisablePerson person={ilya} onClose={done} />, { session: aSession('admin') });
  await until(() => expect(shown()).toContain('1 open callback stays owed and stays on the board.'));
  expect(shown()).toContain('1 phone stops popping: PJSIP/1004');
  expect(shown()).toContain('Calls, notes and recordings keep the name.');

  await press(the('button[type="submit"]', 'Switch off'));
  await until(() => expect(done).toHaveBeenCalled());
  expect(asked.at(0)?.what).toBe('GET board?filter=owed&owner=4&limit=200');
  expect(asked.find(({ what }) => what.startsWith('PATCH'))?.body).toEqual({ disabled: true });
});
