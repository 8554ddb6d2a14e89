import type { AgentPresence } from '../../schema/contracts/live.ts';
import type { Push } from '../realtime/push.ts';

/** Supervisors hear of their agents this often. */
const GATHER_MS = 200;

/**
 * Where people are, told to themselves and to supervisors. What rings goes first: this waits until the events read so far
 * have become cards, and who was ringing and talking in one moment is told once.
 */
export function createPresenceNews(push: () => Pick<Push, 'toUser' | 'toSupervisors'>) {
  const changed = new Map<number, AgentPresence>();
  const forSupervisors = new Map<number, AgentPresence>();
  let gathering = false;

  function tellThemselves(): void {
    for (const [userId, agent] of changed) {
      push().toUser(userId, 'presence', agent);
      forSupervisors.set(userId, agent);
    }
    changed.clear();
    if (!gathering) tellSupervisors();
  }

  function tellSupervisors(): void {
    gathering = forSupervisors.size > 0;
    if (!gathering) return;
    push().toSupervisors('presences', [...forSupervisors.values()]);
    forSupervisors.clear();
    setTimeout(tellSupervisors, GATHER_MS).unref();
  }

  return (agent: AgentPresence): void => {
    if (changed.size === 0) setImmediate(tellThemselves);
    changed.set(agent.user.id, agent);
  };
}
