import { Button } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useState } from 'react';
import type { TokenRow } from '../../../../schema/contracts/tokens.ts';
import { EmptyState, LoadingRows, PageHead } from '../../ui/parts.tsx';
import { ProblemState } from '../../ui/problem.tsx';
import classes from './admin-page.module.css';
import { FeedClient } from './feed-client.tsx';
import { RequestExample } from './request-example.tsx';
import { CreateToken, RevokeToken, TokenOnce } from './token-dialogs.tsx';
import { TokenTable } from './token-table.tsx';
import { useTokens } from './use-tokens.ts';
import { useWords } from './words.ts';

type Asked =
  | { readonly what: 'create' }
  | { readonly what: 'made'; readonly token: TokenRow; readonly secret: string }
  | { readonly what: 'revoke'; readonly token: TokenRow };

/** Other programs that hear of calls or ask for callbacks: their keys, and how to write one. */
export function Integrations() {
  const { t } = useWords();
  const { data, error, refetch } = useTokens();
  const [asked, setAsked] = useState<Asked | null>(null);
  const close = () => setAsked(null);
  return (
    <div className={classes.part}>
      <PageHead title={t('nav.integrations')} count={t('tokens.summary')}>
        <Button
          size="xs"
          leftSection={<IconPlus size={16} stroke={1.8} aria-hidden />}
          onClick={() => setAsked({ what: 'create' })}
        >
          {t('tokens.create')}
        </Button>
      </PageHead>
      <div className={classes.scroll}>
        {error ? <ProblemState error={error} onRetry={() => void refetch()} /> : null}
        {data === undefined && !error ? <LoadingRows rows={3} /> : null}
        {data?.length === 0 ? <EmptyState title={t('tokens.empty')}>{t('tokens.emptyMore')}</EmptyState> : null}
        {data && data.length > 0 ? (
          <TokenTable tokens={data} onRevoke={(token) => setAsked({ what: 'revoke', token })} />
        ) : null}
        <FeedClient />
        <RequestExample />
      </div>
      {asked?.what === 'create' ? (
        <CreateToken onClose={close} onMade={(made) => setAsked({ what: 'made', ...made })} />
      ) : null}
      {asked?.what === 'made' ? <TokenOnce token={asked.token} secret={asked.secret} onClose={close} /> : null}
      {asked?.what === 'revoke' ? <RevokeToken token={asked.token} onClose={close} /> : null}
    </div>
  );
}
