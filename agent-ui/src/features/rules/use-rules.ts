import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { z } from 'zod';
import { PersonRow } from '../../../../schema/contracts/admin.ts';
import { type CompanyRule, DryRun, type LineRule, LineRuleRow, Rules } from '../../../../schema/contracts/rules.ts';
import { get, send } from '../../api/client.ts';

const rulesKey = ['admin', 'rules'] as const;

/** What is being written: the rule of all lines, or that of one. */
export type Draft =
  | { readonly of: 'company'; readonly rule: CompanyRule }
  | { readonly of: number; readonly rule: LineRule };

export const useRules = () => useQuery({ queryKey: rulesKey, queryFn: () => get('rules', Rules) });

/** The people a ladder may name, by login. */
export const usePeopleNames = () =>
  useQuery({
    queryKey: ['admin', 'people'],
    queryFn: () => get('people', z.array(PersonRow)),
    select: (people) => people.filter(({ disabledAt }) => disabledAt === null),
  });

/** What a rule would have come to, asked a moment after the last change; the answer before stands until then. */
export function useDryRun(draft: Draft | null) {
  const asked = draft === null ? null : JSON.stringify(draft);
  const [wanted] = useDebouncedValue(asked, 300);
  const query = useQuery({
    queryKey: [...rulesKey, 'dry-run', wanted],
    enabled: wanted !== null,
    placeholderData: keepPreviousData,
    queryFn: () => {
      // Read back whole: a rule is never asked for with the address of another.
      const { of, rule }: Draft = JSON.parse(wanted ?? 'null');
      return send('POST', of === 'company' ? 'rules/company/dry-run' : `rules/lines/${of}/dry-run`, DryRun, rule);
    },
  });
  // What is saved is what was shown: until the answer is about this very draft, it is stale.
  return { query, stale: wanted !== asked || query.isPlaceholderData || query.isFetching };
}

/** Saves a rule; answers how many callbacks moved. Whatever hangs on it is read again. */
export function useSaveRule() {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: async ({ draft, version }: { readonly draft: Draft; readonly version: number }): Promise<number> => {
      const { of, rule } = draft;
      if (of === 'company') {
        await send('PUT', 'rules/company', Rules, { version, rule });
        return 0;
      }
      const saved = z.object({ row: LineRuleRow, moved: z.number() });
      return (await send('PUT', `rules/lines/${of}`, saved, { version, rule })).moved;
    },
    onSettled: () =>
      Promise.all([
        cache.invalidateQueries({ queryKey: rulesKey }),
        cache.invalidateQueries({ queryKey: ['callbacks'] }),
      ]),
  });
}
