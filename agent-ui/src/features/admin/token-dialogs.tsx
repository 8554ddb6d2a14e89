import { Select, TextInput } from '@mantine/core';
import { useState } from 'react';
import { NewToken, type TokenRow, type TokenScope, tokenScope } from '../../../../schema/contracts/tokens.ts';
import { formatDay, formatTime } from '../../i18n/format.ts';
import { Dialog, Touches } from '../../ui/dialog.tsx';
import { useProblemWords, useTellProblem } from '../../ui/problem.tsx';
import { CopyButton } from './copy-button.tsx';
import { FeedClient } from './feed-client.tsx';
import link from './password-link.module.css';
import { RequestExample } from './request-example.tsx';
import tokens from './tokens.module.css';
import { useTokenActions } from './use-tokens.ts';
import { WallLinkOnce } from './wall-link.tsx';
import { useWords } from './words.ts';

interface CreateProps {
  readonly onClose: () => void;
  readonly onMade: (made: { readonly token: TokenRow; readonly secret: string }) => void;
}

/** A new key for one program, named after it. */
export function CreateToken({ onClose, onMade }: CreateProps) {
  const { t } = useWords();
  const words = useProblemWords();
  const { create } = useTokenActions();
  const [name, setName] = useState('');
  const [scope, setScope] = useState<TokenScope>('feed');
  const form = NewToken.safeParse({ name, scope });
  return (
    <Dialog
      title={t('tokens.create')}
      act={t('tokens.createDo')}
      busy={create.isPending}
      disabled={!form.success}
      onClose={onClose}
      onAct={() => {
        if (!form.success) return;
        create.mutate(form.data, { onSuccess: onMade });
      }}
    >
      <TextInput
        data-autofocus
        label={t('tokens.programName')}
        description={t('tokens.programHint')}
        value={name}
        maxLength={60}
        error={create.error ? words(create.error) : undefined}
        onChange={(event) => setName(event.currentTarget.value)}
      />
      <Select
        label={t('tokens.scopeAsk')}
        value={scope}
        allowDeselect={false}
        data={tokenScope.options.map((each) => ({ value: each, label: t(`scope.${each}`) }))}
        onChange={(value) => setScope(tokenScope.options.find((each) => each === value) ?? scope)}
      />
      <Touches>
        <b className={tokens.mayDo}>{t(`scope.${scope}`)}</b>{' '}
        {t(scope === 'feed' ? 'tokens.scopeMore' : `tokens.scopeMore.${scope}`)}
      </Touches>
    </Dialog>
  );
}

interface OnceProps {
  readonly token: TokenRow;
  readonly secret: string;
  readonly onClose: () => void;
}

/** The secret as it is shown this one time, and how it is used. */
export function TokenOnce({ token, secret, onClose }: OnceProps) {
  const { name, scope } = token;
  const { t } = useWords();
  const title = t('tokens.onceTitle', { name });
  if (scope === 'wall') return <WallLinkOnce title={title} secret={secret} onClose={onClose} />;
  return (
    <Dialog title={title} act={t('person.done')} noCancel onAct={onClose} onClose={onClose}>
      <Touches>{t('tokens.once')}</Touches>
      <div className={link.link}>
        <input readOnly dir="ltr" value={secret} aria-label={title} onFocus={(e) => e.currentTarget.select()} />
        <CopyButton text={secret}>{t('tokens.copy')}</CopyButton>
      </div>
      {scope === 'feed' ? <FeedClient /> : <RequestExample />}
    </Dialog>
  );
}

interface RevokeProps {
  readonly token: TokenRow;
  readonly onClose: () => void;
}

const touches = {
  feed: 'tokens.touchesPrograms',
  callbacks: 'tokens.touchesAskers',
  wall: 'tokens.touchesWall',
} as const satisfies Record<TokenScope, string>;

/** Ends a key, after saying who stops hearing and what stays. */
export function RevokeToken({ token, onClose }: RevokeProps) {
  const { t, language } = useWords();
  const tell = useTellProblem();
  const { revoke } = useTokenActions();
  const { id, name, scope, lastUsedAt } = token;
  return (
    <Dialog
      title={t('tokens.revokeTitle', { name })}
      act={t('tokens.revoke')}
      danger
      busy={revoke.isPending}
      onClose={onClose}
      onAct={() => revoke.mutate(id, { onSuccess: onClose, onError: tell })}
    >
      <Touches>
        {t('disable.intro')}
        <ul>
          <li>{t(touches[scope], { name })}</li>
          <li>
            {lastUsedAt === null
              ? t('tokens.touchesNever')
              : t('tokens.touchesUsed', {
                  time: `${formatDay(lastUsedAt, language)} ${formatTime(lastUsedAt, language)}`,
                })}
          </li>
          <li>{t('tokens.touchesNothingElse')}</li>
          <li>{t('tokens.touchesForGood')}</li>
        </ul>
      </Touches>
    </Dialog>
  );
}
