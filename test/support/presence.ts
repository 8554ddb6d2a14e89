import type { AgentPresence } from '../../schema/contracts/live.ts';

/** A person at their desk; a test names what matters. */
export function aPresence(over: Partial<AgentPresence> = {}): AgentPresence {
  return {
    user: { id: 1, name: 'amy' },
    state: 'ready',
    since: 0,
    detail: null,
    until: null,
    devices: [],
    queues: [],
    screen: true,
    unseenSince: null,
    unanswered: 0,
    unansweredLimit: 3,
    ...over,
  };
}
