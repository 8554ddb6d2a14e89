import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { z } from 'zod';
import { type DemoPhoneAction, DemoState } from '../../../schema/contracts/demo.ts';
import { get, send } from './client.ts';
import { useSession } from './session.ts';

const demoKey = ['demo'] as const;
type PhoneAction = z.infer<typeof DemoPhoneAction>['action'];

/** The demonstration's phones and calls; asked only where there is a demonstration. */
export function useDemo() {
  const { demo } = useSession();
  return useQuery({
    queryKey: demoKey,
    enabled: demo,
    refetchInterval: 2000,
    queryFn: () => get('demo', DemoState),
  });
}

/** A command to the demonstration; its answer is the new state. */
export function useDemoCommand() {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: ({ path, body }: { readonly path: string; readonly body?: unknown }) =>
      send('POST', path, DemoState, body),
    onSuccess: (state) => cache.setQueryData(demoKey, state),
  });
}

/** Picks up, puts down or declines the visitor's phone, which only the demonstration can do. */
export function useDemoPhone() {
  const { mutate, isPending } = useDemoCommand();
  return { isPending, act: (action: PhoneAction) => mutate({ path: 'demo/phone', body: { action } }) };
}
