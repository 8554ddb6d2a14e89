import { Button } from '@mantine/core';
import type { TokenRow } from '../../../../schema/contracts/tokens.ts';
import { formatDate, formatDay, formatExact, formatTime } from '../../i18n/format.ts';
import list from './list.module.css';
import classes from './tokens.module.css';
import { useWords } from './words.ts';

interface Props {
  readonly tokens: readonly TokenRow[];
  readonly onRevoke: (token: TokenRow) => void;
}

/** The keys that open the feed; those that were ended stay below, struck through. */
export function TokenTable({ tokens, onRevoke }: Props) {
  const { t } = useWords();
  const standing = tokens.filter(({ revokedAt }) => revokedAt === null);
  const ended = tokens.filter(({ revokedAt }) => revokedAt !== null);
  return (
    <table className={`${list.table} ${classes.tokens}`}>
      <thead>
        <tr>
          <th className={classes.name}>{t('tokens.name')}</th>
          <th className={classes.scope}>{t('tokens.scope')}</th>
          <th className={classes.used}>{t('tokens.lastUsed')}</th>
          <th className={classes.by}>{t('tokens.createdBy')}</th>
          <th className={classes.act}>
            <span className="hidden-visually">{t('column.actions')}</span>
          </th>
        </tr>
      </thead>
      <tbody>
        {[...standing, ...ended].map((token) => (
          <TokenLine key={token.id} token={token} onRevoke={onRevoke} />
        ))}
      </tbody>
    </table>
  );
}

function TokenLine({ token, onRevoke }: { token: TokenRow; onRevoke: Props['onRevoke'] }) {
  const { t, maybe, rich, language } = useWords();
  const { name, hint, scope, lastUsedAt, createdBy, createdAt, revokedAt } = token;
  return (
    <tr data-ended={revokedAt !== null || undefined}>
      <td className={`${list.main} ${classes.name}`}>
        <bdi>{name}</bdi>{' '}
        <small title={t('tokens.hint', { hint })}>
          <bdi dir="ltr">…{hint}</bdi>
        </small>
      </td>
      <td className={classes.scope}>{maybe(`scope.${scope}`) ?? scope}</td>
      <td className={classes.used}>
        {lastUsedAt === null ? (
          <span className={list.quiet}>{t('tokens.never')}</span>
        ) : (
          <span className="num" title={formatExact(lastUsedAt, language)}>
            {formatDay(lastUsedAt, language)} {formatTime(lastUsedAt, language)}
          </span>
        )}
      </td>
      <td className={classes.by}>
        <bdi>{createdBy.name}</bdi>{' '}
        <small className="num" title={formatExact(createdAt, language)}>
          {formatDate(createdAt, language)}
        </small>
      </td>
      <td className={classes.act}>
        {revokedAt === null ? (
          <Button
            size="xs"
            variant="default"
            aria-label={t('tokens.revokeOf', { name })}
            onClick={() => onRevoke(token)}
          >
            {t('tokens.revoke')}
          </Button>
        ) : (
          <span className={list.quiet} title={formatExact(revokedAt, language)}>
            {rich('tokens.revokedAt', { date: <span className="num">{formatDate(revokedAt, language)}</span> })}
          </span>
        )}
      </td>
    </tr>
  );
}
