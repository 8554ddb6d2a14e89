import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { useSession } from '../api/session.ts';
import { todayQuery } from '../api/today.ts';
import { atHour, dateIn } from './zone.ts';

export interface DaysAhead {
  /** Ten o'clock, or the first opening, of the first day from so many days on at which somebody is there. */
  readonly onOrAfter: (days: number) => number;
  readonly isClosed: (at: number) => boolean;
  readonly isClosedDate: (date: string) => boolean;
  /** How much I owe on that day already. */
  readonly owedOn: (at: number) => number;
  readonly owedOnDate: (date: string) => number;
}

/** The coming days as they are for me: which are closed, and what is owed on each. */
export function useDaysAhead(now: number): DaysAhead {
  const { timeZone } = useSession().site;
  const { data } = useQuery(todayQuery);
  return useMemo(() => {
    const closed = new Set(data?.closed ?? []);
    const hours = new Map((data?.days ?? []).map(({ date, at }) => [date, at]));
    const owed = new Map<string, number>();
    for (const { dueAt } of data?.items ?? []) {
      const date = dateIn(dueAt, timeZone);
      owed.set(date, (owed.get(date) ?? 0) + 1);
    }
    const onOrAfter = (days: number): number => {
      for (let n = days; n < days + 60; n += 1) {
        const at = atHour(now, n, 10, 0, timeZone);
        const date = dateIn(at, timeZone);
        if (!closed.has(date)) return hours.get(date) ?? at;
      }
      return atHour(now, days, 10, 0, timeZone);
    };
    return {
      onOrAfter,
      isClosed: (at) => closed.has(dateIn(at, timeZone)),
      isClosedDate: (date) => closed.has(date),
      owedOn: (at) => owed.get(dateIn(at, timeZone)) ?? 0,
      owedOnDate: (date) => owed.get(date) ?? 0,
    };
  }, [data, now, timeZone]);
}
