import { QueryCache, QueryClient } from '@tanstack/react-query';
import { ApiProblem } from '../api/client.ts';
import { sessionKey } from '../api/session.ts';

/** The one copy of what the server said. A 401 anywhere ends the session on this screen. */
export const queryClient: QueryClient = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 15_000,
      refetchOnWindowFocus: false,
      retry: (count, error) => error instanceof ApiProblem && (error.status === 0 || error.status >= 500) && count < 3,
    },
    // A command that cannot be sent fails at once. Held back by the browser, it would dial when the line is back.
    mutations: { networkMode: 'always' },
  },
  queryCache: new QueryCache({
    onError: (error) => {
      if (error instanceof ApiProblem && error.status === 401) queryClient.setQueryData(sessionKey, null);
    },
  }),
});
