import { Button } from '@mantine/core';
import { useState } from 'react';
import { useSession } from '../../api/session.ts';
import { formatBirthday } from '../../i18n/format.ts';
import { useCommon } from '../../i18n/words.ts';
import { PhoneNumber } from '../../ui/phone-number.tsx';
import { clashes, type DraftField, resolved } from './edit-conflict.ts';
import { type ContactDraft, readDays } from './form-state.ts';
import classes from './merge.module.css';
import { useWords } from './words.ts';

const names = {
  name: 'form.name',
  organisation: 'form.company',
  roles: 'form.role',
  phones: 'people.numbers',
  level: 'form.level',
  vip: 'form.vip',
  ownerId: 'form.owner',
  everyDays: 'side.rhythm',
  birthday: 'side.birthday',
} as const satisfies Record<DraftField, string>;

interface Props {
  readonly base: ContactDraft;
  readonly mine: ContactDraft;
  readonly theirs: ContactDraft;
  readonly busy: boolean;
  readonly onSave: (draft: ContactDraft) => void;
  readonly onBack: () => void;
}

/** Somebody saved first: what they changed, beside what I wrote. Where both changed something, one of the two is chosen. */
export function EditClashes({ base, mine, theirs, busy, onSave, onBack }: Props) {
  const { t } = useWords();
  const [keep, setKeep] = useState<ReadonlySet<DraftField>>(new Set());
  const choose = (field: DraftField, own: boolean) =>
    setKeep((now) => new Set([...[...now].filter((each) => each !== field), ...(own ? [field] : [])]));
  const save = () => {
    if (!busy) onSave(resolved(base, mine, theirs, keep));
  };
  return (
    <form
      className={classes.clash}
      aria-label={t('clash.title')}
      onSubmit={(event) => {
        event.preventDefault();
        save();
      }}
      onKeyDown={(event) => {
        if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) save();
      }}
    >
      <div role="alert">
        <h2>{t('clash.title')}</h2>
        <p className={classes.lead}>{t('clash.lead')}</p>
      </div>
      <table className={classes.sides}>
        <thead>
          <tr>
            <td />
            <th scope="col">{t('clash.theirs')}</th>
            <th scope="col">{t('clash.yours')}</th>
          </tr>
        </thead>
        <tbody>
          {clashes(base, mine, theirs).map(({ field, mineToo }) => {
            const own = keep.has(field);
            const option = (isMine: boolean, draft: ContactDraft) => (
              <td data-stays={own === isMine || undefined}>
                <label className={classes.option}>
                  <input
                    type="radio"
                    name={`clash-${field}`}
                    checked={own === isMine}
                    onChange={() => choose(field, isMine)}
                  />
                  <span>
                    <Value field={field} of={draft} />
                    {isMine && !mineToo ? <small className={classes.aside}>{t('clash.untouched')}</small> : null}
                  </span>
                </label>
              </td>
            );
            return (
              <tr key={field} data-choice>
                <th scope="row">{t(names[field])}</th>
                {option(false, theirs)}
                {option(true, mine)}
              </tr>
            );
          })}
        </tbody>
      </table>
      <div className={classes.actions}>
        <Button type="submit" loading={busy}>
          {t('clash.save')}
        </Button>
        <Button variant="default" onClick={onBack}>
          {t('clash.back')}
        </Button>
      </div>
    </form>
  );
}

function Value({ field, of }: { readonly field: DraftField; readonly of: ContactDraft }) {
  const { t, language } = useWords();
  const common = useCommon();
  const { people } = useSession();
  const none = <span className={classes.aside}>{t('clash.empty')}</span>;
  switch (field) {
    case 'level':
      return common.t(`level.${of.level}`);
    case 'vip':
      return t(of.vip ? 'merge.yes' : 'merge.no');
    case 'ownerId': {
      const owner = people.find(({ id }) => id === of.ownerId);
      return owner ? <bdi>{owner.name}</bdi> : <span className={classes.aside}>{common.t('person.nobody')}</span>;
    }
    case 'phones': {
      const lines = of.phones.filter(({ number }) => number.trim() !== '');
      if (lines.length === 0) return none;
      return (
        <span className={classes.numbers}>
          {lines.map(({ key, number, label }) => (
            <span key={key}>
              <PhoneNumber number={number} />{' '}
              {label ? (
                <span className={classes.aside}>
                  <bdi>{label}</bdi>
                </span>
              ) : null}
            </span>
          ))}
        </span>
      );
    }
    case 'everyDays':
      return of.everyDays === '' ? none : t('side.everyDays', { count: readDays(of.everyDays) });
    case 'birthday':
      return of.birthday === '' ? none : formatBirthday(of.birthday, language);
    default:
      return of[field].trim() === '' ? none : <bdi>{of[field]}</bdi>;
  }
}
