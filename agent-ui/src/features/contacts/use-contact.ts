import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { z } from 'zod';
import { CallPage, NoteView } from '../../../../schema/contracts/calls.ts';
import { ContactDetail, TimelinePage } from '../../../../schema/contracts/contacts.ts';
import type { Topic } from '../../../../schema/contracts/news.ts';
import { get } from '../../api/client.ts';
import { contactKey, numberCallsKey, timelineKey } from '../../api/dialing.ts';
import { sendKept } from '../../api/kept.ts';
import { topicOf, useNews, useSoon, watched } from '../../socket/use-news.ts';

export type Contact = z.infer<typeof ContactDetail>;

/** One person with everything the page shows, kept fresh by the line. */
export function useContact(id: number) {
  const topic = topicOf(`contact:${id}`);
  useTouched(topic, contactKey(id));
  return useQuery({
    queryKey: contactKey(id),
    async queryFn() {
      if (topic !== null) await watched(topic);
      return get(`contacts/${id}`, ContactDetail);
    },
  });
}

/** Reads a page again when something on it changed. */
function useTouched(topic: Topic | null, queryKey: readonly unknown[]): void {
  const cache = useQueryClient();
  const readAgain = (wholly: boolean) => void cache.invalidateQueries({ queryKey }, { cancelRefetch: wholly });
  const readSoon = useSoon(() => readAgain(true));
  useNews(topic, { readAgain, onFacts: (_facts, spreadMs) => readSoon(spreadMs) });
}

export function useTimeline(id: number) {
  return useInfiniteQuery({
    queryKey: timelineKey(id),
    initialPageParam: '',
    async queryFn({ pageParam }) {
      const topic = topicOf(`contact:${id}`);
      if (topic !== null) await watched(topic);
      return get(`contacts/${id}/timeline`, TimelinePage, { cursor: pageParam, limit: 30 });
    },
    getNextPageParam: ({ next }) => next,
  });
}

/** The calls of a number nobody has in contacts. */
export function useNumberCalls(number: string) {
  const topic = topicOf(`number:${number}`);
  useTouched(topic, numberCallsKey(number));
  return useQuery({
    queryKey: numberCallsKey(number),
    async queryFn() {
      if (topic !== null) await watched(topic);
      return get('calls', CallPage, { q: number, limit: 30 });
    },
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
