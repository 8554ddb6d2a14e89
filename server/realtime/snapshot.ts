import type { AgentPresence } from '../../schema/contracts/live.ts';
import type { Snapshot } from '../../schema/contracts/socket.ts';
import type { LivePort } from '../http/ports.ts';
import type { Office } from '../usecases/office.ts';
import { attemptView, openAttempts } from '../usecases/read-attempt.ts';

interface Parts {
  readonly house: Office;
  readonly live: LivePort;
  readonly log: Record<'warn', (fields: object, sentence: string) => void>;
}

/**
 * Reads what must be waited for, and answers how to put the snapshot together at once afterwards. A database that is
 * away hides placed calls only: what rings still shows.
 */
export async function readSnapshot({ house, live, log }: Parts, userId: number) {
  const open = await openAttempts(house, userId).catch((cause: unknown) => {
    log.warn({ err: cause }, 'Placed calls could not be read for a screen');
    return [];
  });
  return (seq: number, mine: number, wide: boolean): Snapshot => ({
    seq,
    mine,
    cards: live.cardsOf(userId),
    attempts: open.map((attempt) => attemptView(attempt, live.attemptStep(attempt))),
    coverage: live.coverage(),
    me: live.presenceOf(userId) ?? nowhere(userId, house.now()),
    agents: wide ? live.agents() : [],
    now: house.now(),
  });
}

function nowhere(userId: number, since: number): AgentPresence {
  return {
    user: { id: userId, name: '' },
    state: 'away',
    since,
    detail: null,
    until: null,
    devices: [],
    queues: [],
    screen: true,
    unseenSince: null,
    unanswered: 0,
    unansweredLimit: 0,
  };
}
