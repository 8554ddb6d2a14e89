import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { Link, useParams } from 'react-router';
import type { z } from 'zod';
import { LinkInfo } from '../../../../schema/contracts/session.ts';
import { get } from '../../api/client.ts';
import { LoadingRows } from '../../ui/parts.tsx';
import { EntryCard } from './entry-card.tsx';
import { useWords } from './words.ts';

interface Props {
  readonly children: (token: string, link: z.infer<typeof LinkInfo>) => ReactNode;
}

/** Reads what a one-time link is for; a link that is over says so in words. */
export function OneTimeLink({ children }: Props) {
  const { t } = useWords();
  const { token = '' } = useParams();
  const link = useQuery({
    queryKey: ['link', token],
    retry: false,
    staleTime: Number.POSITIVE_INFINITY,
    queryFn: () => get(`links/${encodeURIComponent(token)}`, LinkInfo),
  });
  if (link.isPending) return <LoadingRows rows={3} />;
  if (link.data) return children(token, link.data);
  return (
    <EntryCard title={t('link.expiredTitle')} lead={t('link.expired')}>
      <Link to="/sign-in">{t('link.toSignIn')}</Link>
    </EntryCard>
  );
}
