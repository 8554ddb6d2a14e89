import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { NumberCheck } from '../../../../schema/contracts/dial.ts';
import { send } from '../../api/client.ts';

/** Asks while one types what the number is and whether it may be dialled. */
export function useNumberCheck(number: string) {
  const [settled] = useDebouncedValue(number, 250);
  return useQuery({
    queryKey: ['number-check', settled],
    enabled: settled.length > 1,
    placeholderData: keepPreviousData,
    queryFn: () => send('POST', 'dial/check', NumberCheck, { number: settled }),
  });
}
