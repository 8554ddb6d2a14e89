import { type QueryClient, queryOptions, useQuery } from '@tanstack/react-query';
import { createContext, useContext } from 'react';
import type { z } from 'zod';
import { type EditMe, Session } from '../../../schema/contracts/session.ts';
import { ApiProblem, command, get, send } from './client.ts';

export type SessionView = z.infer<typeof Session>;
export const sessionKey = ['session'] as const;

const sessionQuery = queryOptions<SessionView | null>({
  queryKey: sessionKey,
  staleTime: Number.POSITIVE_INFINITY,
  queryFn: async () => {
    try {
      return await get('session', Session);
    } catch (error) {
      if (error instanceof ApiProblem && error.status === 401) return null;
      throw error;
    }
  },
});

/** Who is signed in; null when nobody is. */
export const useSessionQuery = () => useQuery(sessionQuery);

/** Asks once, before anything is drawn; what went wrong is told by the page that needs the answer. */
export const readSession = (cache: QueryClient): Promise<void> =>
  cache.prefetchQuery({ ...sessionQuery, retry: false });

/**
 * The session as the page was drawn with it. It comes from above, not from the cache: there a sign-out stands at once, while what is
 * drawn for the person is still on its way down.
 */
export const SessionOfPage = createContext<SessionView | null>(null);

/** The session, inside pages that only exist for a signed-in person. */
export function useSession(): SessionView {
  const found = useContext(SessionOfPage);
  if (!found) throw new Error('This part of the page needs a session');
  return found;
}

export async function editMe(cache: QueryClient, change: z.infer<typeof EditMe>): Promise<void> {
  cache.setQueryData(sessionKey, await send('PATCH', 'me', Session, change));
}

export async function signOut(cache: QueryClient): Promise<void> {
  await command('DELETE', 'session');
  forgetPerson(cache);
}

/** Nobody is signed in any more: nothing of the person stays on the page. */
export function forgetPerson(cache: QueryClient): void {
  // The session itself stays and says so: cleared away with the rest, the page that watches it would never hear of it.
  cache.setQueryData(sessionKey, null);
  cache.removeQueries({ predicate: ({ queryKey }) => queryKey[0] !== sessionKey[0] });
  cache.getMutationCache().clear();
}
