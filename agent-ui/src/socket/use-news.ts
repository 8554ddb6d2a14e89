import { useEffect, useRef } from 'react';
import { Topic } from '../../../schema/contracts/news.ts';
import { createLooking, type Looker } from './looking.ts';
import { socket } from './socket.ts';

const looking = createLooking((topics, answer) => void socket.emit('look', topics, answer));

socket.on('connect', looking.connected);
socket.on('snapshot', ({ mine }) => looking.snapshot(mine));
socket.on('news', looking.heard);
socket.on('disconnect', looking.lost);
socket.on('connect_error', looking.lost);

/** To be awaited before what a topic shows is read from the server. */
export const watched = looking.watched;

/** The topic of that name, or null when nobody can look at such a thing. */
export function topicOf(name: string): Topic | null {
  const topic = Topic.safeParse(name);
  return topic.success ? topic.data : null;
}

/** Hears what changes of a topic while the component stands; the newest handlers are used. */
export function useNews(topic: Topic | 'mine' | null, looker: Looker): void {
  const newest = useRef(looker);
  newest.current = looker;
  useEffect(() => {
    if (topic === null) return;
    return looking.look(topic, {
      onFacts: (facts, spreadMs) => newest.current.onFacts(facts, spreadMs),
      readAgain: (wholly) => newest.current.readAgain(wholly),
    });
  }, [topic]);
}

/** Acts once, a moment after the first of several asks; not all screens in the same moment. */
export function useSoon(act: () => void, afterMs = 0): (spreadMs?: number) => void {
  const newest = useRef(act);
  newest.current = act;
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => () => clearTimeout(timer.current), []);
  return (spreadMs = 0) => {
    timer.current ??= setTimeout(
      () => {
        timer.current = undefined;
        newest.current();
      },
      afterMs + Math.random() * spreadMs,
    );
  };
}
