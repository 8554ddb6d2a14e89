import type { AgentPresence, Coverage } from '../../schema/contracts/live.ts';
import type { Wall } from '../../schema/contracts/wall.ts';
import { startOfDay } from '../domain/calendar/start-of-day.ts';
import type { Office } from './office.ts';
import { answerTargetMs } from './read-board.ts';

/** What only the live view knows. */
export interface LiveWall {
  readonly waiting: { readonly count: number; readonly longestSince: number | null };
  readonly agents: readonly AgentPresence[];
  readonly coverage: Coverage;
}

/** How the company stands now, for a screen on the wall: sums and colleagues, no customer. */
export function readWall(office: Office, { waiting, agents, coverage }: LiveWall): Promise<Wall> {
  return office.transact(async (tx) => {
    const now = office.now();
    const site = await tx.site.get();
    const timeZone = site?.timeZone ?? 'UTC';
    const lines = await tx.wall.debtByLine(now);
    const answered = await tx.callbackViews.inboundSince(startOfDay(now, timeZone), answerTargetMs);
    const atWork = agents.filter(({ devices }) => devices.length > 0);
    const oldest = lines.flatMap(({ oldestAt }) => oldestAt ?? []);
    return {
      company: site?.name ?? '',
      timeZone,
      now,
      tiles: {
        open: lines.reduce((sum, { owed }) => sum + owed, 0),
        oldestOpenAt: oldest.length === 0 ? null : Math.min(...oldest),
        waiting: waiting.count,
        longestWaitSince: waiting.longestSince,
        agentsReady: atWork.filter(({ state }) => state === 'ready').length,
        agents: atWork.length,
        ...answered,
      },
      lines,
      agents: atWork.map(({ user, state, since }) => ({ name: user.name, state, since })),
      coverage,
    };
  });
}
