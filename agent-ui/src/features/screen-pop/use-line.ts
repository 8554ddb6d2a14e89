import { useQuery } from '@tanstack/react-query';
import { z } from 'zod';
import { LineRow } from '../../../../schema/contracts/admin.ts';
import { get } from '../../api/client.ts';

/** The line of a call with its words; undefined while it is not known here. */
export function useLine(id: number | null) {
  const { data, isLoading } = useQuery({
    queryKey: ['lines'],
    queryFn: ({ signal }) => get('lines', z.array(LineRow), undefined, signal),
    staleTime: 60_000,
    enabled: id !== null,
  });
  return { line: data?.find((each) => each.id === id), isLoading };
}
