import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { AgentPresence } from '../../../schema/contracts/live.ts';
import { createPresenceNews } from '../../../server/compose/tell-presence.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const presence = (id: number, state: AgentPresence['state']): AgentPresence => ({
  user: { id, name: `agent ${id}` },
  state,
  since: 0,
  devices: [],
  screen: true,
  detail: null,
  until: null,
  queues: [],
  unseenSince: null,
  unanswered: 0,
  unansweredLimit: 3,
});

function listening() {
  const told: unknown[] = [];
  const push = {
    toUser: (userId: number, _event: string, agent: AgentPresence) => void told.push([userId, agent.state]),
    toSupervisors: (_event: string, agents: readonly AgentPresence[]) =>
      void told.push(agents.map(({ user, state }) => `${user.id} ${state}`)),
  };
  const tell = createPresenceNews(() => push as never);
  return { told, tell };
}

test('what was so for a moment only is not told; each hears of themselves, supervisors of all together', () => {
  const { told, tell } = listening();
  tell(presence(1, 'ringing'));
  tell(presence(2, 'ringing'));
  tell(presence(1, 'in_call'));
  expect(told).toEqual([]);
  vi.advanceTimersByTime(1);
  expect(told).toEqual([
    [1, 'in_call'],
    [2, 'ringing'],
    ['1 in_call', '2 ringing'],
  ]);
});

test('supervisors hear the next ones together a moment later, agents at once', () => {
  const { told, tell } = listening();
  tell(presence(1, 'ringing'));
  vi.advanceTimersByTime(1);
  told.length = 0;
  for (const state of ['in_call', 'ready'] as const) {
    tell(presence(1, state));
    vi.advanceTimersByTime(1);
  }
  expect(told).toEqual([
    [1, 'in_call'],
    [1, 'ready'],
  ]);
  vi.advanceTimersByTime(200);
  expect(told.at(-1)).toEqual(['1 ready']);
  vi.advanceTimersByTime(200);
  expect(vi.getTimerCount()).toBe(0);
});
