import type { QueryClient } from '@tanstack/react-query';
import { readSession, sessionKey } from '../api/session.ts';
import { todayQuery } from '../api/today.ts';
import { holdPresent, openLine, presentKnown } from '../socket/live-store.ts';

/** Longer than this the first drawing waits for nobody: what is missing comes into the page when it is there. */
const patienceMs = 400;
const withoutPerson = /^\/(sign-in|setup|password|wall)(\/|$)/;

/**
 * Asks who is signed in and, beside it, for what every page shows: the present and the list of today. Drawn once with them, the
 * page need not be drawn anew for each. What went wrong is told by the part of the page that needs the answer.
 */
export async function readFirst(cache: QueryClient, pathname: string): Promise<void> {
  const session = readSession(cache);
  if (withoutPerson.test(pathname)) return session;
  // Not after the session is known: whoever is not signed in is refused, and the line closed again.
  openLine(true);
  await session;
  if (!cache.getQueryData(sessionKey)) return openLine(false);
  const today = cache.prefetchQuery({ ...todayQuery, retry: false });
  await Promise.race([Promise.all([today, presentKnown()]), new Promise((resolve) => setTimeout(resolve, patienceMs))]);
  holdPresent();
}
