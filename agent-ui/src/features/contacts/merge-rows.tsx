import type { ReactNode } from 'react';
import type { MergeField, MergePreview } from '../../../../schema/contracts/contact-merges.ts';
import { formatBirthday, formatDate } from '../../i18n/format.ts';
import { useCommon } from '../../i18n/words.ts';
import { RelativeTime } from '../../ui/clock.tsx';
import { PhoneNumber } from '../../ui/phone-number.tsx';
import classes from './merge.module.css';
import { useWords } from './words.ts';

type Side = MergePreview['kept'];

interface FieldProps {
  readonly field: MergeField;
  readonly preview: MergePreview;
  readonly takesOther: boolean;
  readonly onChoose: (ofOther: boolean) => void;
}

/** One field of both. Nothing to choose: what is known stands in ink, once. */
export function MergeFieldRow({ field, preview, takesOther, onChoose }: FieldProps) {
  const { t } = useWords();
  const { kept, other, differs, fills } = preview;
  const name = t(`merge.field.${field}`);
  const [mine, theirs] = [<Value key="k" field={field} of={kept} />, <Value key="o" field={field} of={other} />];
  const empty = !differs.includes(field) && !known(kept, field) && !known(other, field);
  if (empty) return null;
  if (!differs.includes(field)) {
    return (
      <Row name={name}>
        <td data-stays={!fills.includes(field) || undefined}>{mine}</td>
        <td data-stays={fills.includes(field) || undefined}>{theirs}</td>
      </Row>
    );
  }
  const option = (ofOther: boolean, value: ReactNode) => (
    <td data-stays={takesOther === ofOther || undefined}>
      <label className={classes.option}>
        <input
          type="radio"
          name={`merge-${field}`}
          checked={takesOther === ofOther}
          onChange={() => onChoose(ofOther)}
        />
        {value}
      </label>
    </td>
  );
  return (
    <Row name={name} choice>
      {option(false, mine)}
      {option(true, theirs)}
    </Row>
  );
}

function known(side: Side, field: MergeField): boolean {
  if (field === 'vip') return side.vip;
  return side[field] !== null;
}

function Value({ field, of }: { readonly field: MergeField; readonly of: Side }) {
  const { t, language } = useWords();
  const common = useCommon();
  const none = <span className={classes.aside}>{t('merge.none')}</span>;
  switch (field) {
    case 'name':
      return <bdi>{of.name}</bdi>;
    case 'organisation':
      return of.organisation === null ? none : <bdi>{of.organisation}</bdi>;
    case 'level':
      return <span>{common.t(`level.${of.level}`)}</span>;
    case 'vip':
      return <span>{t(of.vip ? 'merge.yes' : 'merge.no')}</span>;
    case 'owner':
      if (of.owner === null) return <span className={classes.aside}>{common.t('person.nobody')}</span>;
      return <bdi>{of.owner.name}</bdi>;
    case 'favourite':
      return of.favourite === null ? none : <bdi>{of.favourite.name}</bdi>;
    case 'birthday':
      return of.birthday === null ? none : <span>{formatBirthday(of.birthday, language)}</span>;
    case 'language':
      return of.language === null ? none : <bdi>{languageName(of.language, language)}</bdi>;
  }
}

function languageName(code: string, inLanguage: string): string {
  try {
    return new Intl.DisplayNames([inLanguage], { type: 'language' }).of(code) ?? code;
  } catch {
    return code;
  }
}

/** What is not chosen: both keep it. */
export function MergeFacts({ preview: { kept, other } }: { readonly preview: MergePreview }) {
  const { t, language } = useWords();
  const both = (name: string, value: (side: Side) => ReactNode) => (
    <Row name={name}>
      <td data-stays>{value(kept)}</td>
      <td data-stays>{value(other)}</td>
    </Row>
  );
  return (
    <>
      {kept.roles.length + other.roles.length > 0
        ? both(t('merge.roles'), ({ roles }) => <bdi>{roles.join(', ')}</bdi>)
        : null}
      {both(t('merge.numbers'), ({ phones }) => (
        <span className={classes.numbers}>
          {phones.map(({ id, e164 }) => (
            <PhoneNumber key={id} number={e164} />
          ))}
        </span>
      ))}
      {both(t('merge.lastTalk'), ({ lastTalkAt }) =>
        lastTalkAt === null ? (
          <span className={classes.aside}>{t('merge.none')}</span>
        ) : (
          <RelativeTime at={lastTalkAt} />
        ),
      )}
      {both(t('merge.since'), ({ createdAt }) => formatDate(createdAt, language))}
    </>
  );
}

interface RowProps {
  readonly name: string;
  readonly choice?: boolean;
  readonly children: ReactNode;
}

function Row({ name, choice = false, children }: RowProps) {
  return (
    <tr data-choice={choice || undefined}>
      <th scope="row">{name}</th>
      {children}
    </tr>
  );
}
