import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { z } from 'zod';
import { Notices, type NoticeView } from '../../../../schema/contracts/notices.ts';
import { get, send } from '../../api/client.ts';
import { useLive } from '../../socket/use-live.ts';

export const noticesKey = ['notices'] as const;

/** A notice that came in is at the top at once; one that is known already changes nothing. */
export function withNotice(known: Notices, notice: NoticeView): Notices {
  if (known.rows.some(({ id }) => id === notice.id)) return known;
  return { rows: [notice, ...known.rows], unread: known.unread + (notice.readAt === null ? 1 : 0) };
}

/** What I was told, kept fresh by the line; after a lost line it is read anew, so that nothing is missed. */
export function useNotices(onNew: (notice: NoticeView) => void) {
  const cache = useQueryClient();
  const refresh = (): void => void cache.invalidateQueries({ queryKey: noticesKey });
  useLive('notice', ({ notice }) => {
    cache.setQueryData<Notices>(noticesKey, (known) => known && withNotice(known, notice));
    refresh();
    onNew(notice);
  });
  useLive('snapshot', refresh);
  return useQuery({ queryKey: noticesKey, queryFn: () => get('notices', Notices) });
}

/** Marks notices as read: those named, or all. */
export function useReadNotices() {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: (ids?: readonly number[]) =>
      send('POST', 'notices/read', z.object({ unread: z.number() }), ids === undefined ? {} : { ids }),
    onSettled: () => cache.invalidateQueries({ queryKey: noticesKey }),
  });
}
