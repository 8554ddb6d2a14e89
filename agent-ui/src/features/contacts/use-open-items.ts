import { useQuery } from '@tanstack/react-query';
import { type CallbackView, Today } from '../../../../schema/contracts/callbacks.ts';
import { get } from '../../api/client.ts';
import { todayKey } from '../../api/dialing.ts';

/** What my list holds about a number that is nobody's. */
export function useOpenItems(number: string): readonly CallbackView[] {
  const { data } = useQuery({ queryKey: todayKey, queryFn: () => get('today', Today) });
  return (data?.items ?? []).filter((item) => item.number === number);
}
