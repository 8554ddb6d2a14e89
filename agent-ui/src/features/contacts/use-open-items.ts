import { useQuery } from '@tanstack/react-query';
import type { CallbackView } from '../../../../schema/contracts/callbacks.ts';
import { todayQuery } from '../../api/today.ts';

/** What my list holds about a number that is nobody's. */
export function useOpenItems(number: string): readonly CallbackView[] {
  const { data } = useQuery(todayQuery);
  return (data?.items ?? []).filter((item) => item.number === number);
}
