import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { z } from 'zod';
import { CreatedToken, type NewToken, TokenRow } from '../../../../schema/contracts/tokens.ts';
import { command, get, send } from '../../api/client.ts';

const tokensKey = ['admin', 'tokens'] as const;

/** The keys of other programs, newest first; read again now and then, because their last use moves on. */
export const useTokens = () =>
  useQuery({
    queryKey: tokensKey,
    refetchInterval: 15_000,
    queryFn: () => get('tokens', z.array(TokenRow)),
  });

/** Makes and ends keys; the list is read again after each. */
export function useTokenActions() {
  const cache = useQueryClient();
  const onSettled = () => cache.invalidateQueries({ queryKey: tokensKey });
  const create = useMutation({
    onSettled,
    mutationFn: (token: z.infer<typeof NewToken>) => send('POST', 'tokens', CreatedToken, token),
  });
  const revoke = useMutation({ onSettled, mutationFn: (id: number) => command('DELETE', `tokens/${id}`) });
  return { create, revoke };
}
