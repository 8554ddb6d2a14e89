import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { z } from 'zod';
import { CallPage, NoteView } from '../../../../schema/contracts/calls.ts';
import { ContactDetail, TimelinePage } from '../../../../schema/contracts/contacts.ts';
import { get } from '../../api/client.ts';
import { contactKey, numberCallsKey, timelineKey } from '../../api/dialing.ts';
import { sendKept } from '../../api/kept.ts';
import { useLive } from '../../socket/use-live.ts';

export type Contact = z.infer<typeof ContactDetail>;

/** One person with everything the page shows, kept fresh by the line. */
export function useContact(id: number) {
  const cache = useQueryClient();
  const refresh = (): void => {
    void cache.invalidateQueries({ queryKey: contactKey(id) });
  };
  useLive('changed', ({ what, id: changed }) => {
    if ((what === 'contact' && changed === id) || what === 'note' || what === 'recording') refresh();
  });
  useLive('call.logged', ({ call }) => {
    if (call.contact?.id === id) refresh();
  });
  useLive('callback.changed', ({ callback }) => {
    if (callback.contact?.id === id) refresh();
  });
  return useQuery({ queryKey: contactKey(id), queryFn: () => get(`contacts/${id}`, ContactDetail) });
}

export function useTimeline(id: number) {
  return useInfiniteQuery({
    queryKey: timelineKey(id),
    initialPageParam: '',
    queryFn: ({ pageParam }) => get(`contacts/${id}/timeline`, TimelinePage, { cursor: pageParam, limit: 30 }),
    getNextPageParam: ({ next }) => next,
  });
}

/** The calls of a number nobody has in contacts. */
export function useNumberCalls(number: string) {
  const cache = useQueryClient();
  useLive('call.logged', ({ call }) => {
    if (call.number === number) void cache.invalidateQueries({ queryKey: numberCallsKey(number) });
  });
  return useQuery({
    queryKey: numberCallsKey(number),
    queryFn: () => get('calls', CallPage, { q: number, limit: 30 }),
  });
}

export function useAddNote(contactId: number) {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: ({ body, key }: { readonly body: string; readonly key: string }) =>
      sendKept('POST', `contacts/${contactId}/notes`, NoteView, { body }, key),
    onSuccess: () => cache.invalidateQueries({ queryKey: contactKey(contactId) }),
  });
}
