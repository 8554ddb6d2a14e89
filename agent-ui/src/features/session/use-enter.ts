import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate, useSearchParams } from 'react-router';
import { Session } from '../../../../schema/contracts/session.ts';
import { send } from '../../api/client.ts';
import { sessionKey } from '../../api/session.ts';

/** Any of the three ways in: sign in, set up, set a password. All end on the desk. */
export function useEnter(path: 'session' | 'setup' | 'password') {
  const cache = useQueryClient();
  const navigate = useNavigate();
  const [search] = useSearchParams();
  return useMutation({
    mutationFn: (body: unknown) => send('POST', path, Session, body),
    onSuccess: (session) => {
      cache.setQueryData(sessionKey, session);
      const from = search.get('from');
      // Only a path of ours: an address of another site begins with two slashes or a scheme.
      navigate(from && /^\/(?![/\\])/.test(from) ? from : '/', { replace: true });
    },
  });
}
