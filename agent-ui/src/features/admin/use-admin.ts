import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { z } from 'zod';
import {
  AuditRow,
  DeviceRow,
  type EditPerson,
  Health,
  type NewDevice,
  type NewPerson,
  PasswordLink,
  PersonRow,
} from '../../../../schema/contracts/admin.ts';
import { page } from '../../../../schema/contracts/common.ts';
import { ApiProblem, get, send } from '../../api/client.ts';
import { useNews, watched } from '../../socket/use-news.ts';

const peopleKey = ['admin', 'people'] as const;
const devicesKey = ['admin', 'devices'] as const;

/** The people of the company; read again when somebody changes one. */
export function usePeople() {
  const cache = useQueryClient();
  const readAgain = (wholly: boolean): void => {
    void cache.invalidateQueries({ queryKey: peopleKey }, { cancelRefetch: wholly });
    void cache.invalidateQueries({ queryKey: devicesKey }, { cancelRefetch: wholly });
  };
  useNews('people', { readAgain, onFacts: () => readAgain(true) });
  return useQuery({
    queryKey: peopleKey,
    queryFn: () => watched('people').then(() => get('people', z.array(PersonRow))),
  });
}

export const useDevices = () => useQuery({ queryKey: devicesKey, queryFn: () => get('devices', z.array(DeviceRow)) });

export const useAudit = () =>
  useInfiniteQuery({
    queryKey: ['admin', 'audit'],
    initialPageParam: null as string | null,
    queryFn: ({ pageParam }) => get('audit', page(AuditRow), { limit: 60, cursor: pageParam }),
    getNextPageParam: ({ next }) => next,
  });

/** The deep check of the service; it answers 503 with the same body when something is wrong. */
export const useHealth = (allowed: boolean) =>
  useQuery({
    queryKey: ['admin', 'health'],
    enabled: allowed,
    refetchInterval: 30_000,
    queryFn: async () => {
      const answer = await fetch('/health/deep', { headers: { accept: 'application/json' } });
      const health = Health.safeParse(await answer.json().catch(() => null));
      if (!health.success) throw new ApiProblem(answer.status === 403 ? 'forbidden' : 'internal', answer.status);
      return health.data;
    },
  });

/** Everything an admin changes about people and phones; the lists are read again after each. */
export function usePeopleActions() {
  const cache = useQueryClient();
  const onSettled = () =>
    Promise.all([cache.invalidateQueries({ queryKey: peopleKey }), cache.invalidateQueries({ queryKey: devicesKey })]);
  const add = useMutation({
    onSettled,
    mutationFn: (body: z.infer<typeof NewPerson>) =>
      send('POST', 'people', z.object({ person: PersonRow, link: PasswordLink }), body),
  });
  const edit = useMutation({
    onSettled,
    mutationFn: ({ id, ...body }: z.infer<typeof EditPerson> & { readonly id: number }) =>
      send('PATCH', `people/${id}`, PersonRow, body),
  });
  const renew = useMutation({ mutationFn: (id: number) => send('POST', `people/${id}/password-link`, PasswordLink) });
  const addDevice = useMutation({
    onSettled,
    mutationFn: (body: z.infer<typeof NewDevice>) => send('POST', 'devices', DeviceRow, body),
  });
  const give = useMutation({
    onSettled,
    mutationFn: ({ id, userId }: { readonly id: number; readonly userId: number | null }) =>
      send('PATCH', `devices/${id}`, DeviceRow, { userId }),
  });
  return { add, edit, renew, addDevice, give };
}
