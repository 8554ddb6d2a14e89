import { Button } from '@mantine/core';
import { IconArrowsExchange } from '@tabler/icons-react';
import { useState } from 'react';
import { useNavigate } from 'react-router';
import type { MergeField, MergePreview } from '../../../../schema/contracts/contact-merges.ts';
import { Avatar } from '../../ui/parts.tsx';
import { useProblemWords } from '../../ui/problem.tsx';
import classes from './merge.module.css';
import { MergeOutcome } from './merge-outcome.tsx';
import { MergeFacts, MergeFieldRow } from './merge-rows.tsx';
import { useMerge } from './use-merge.ts';
import { useWords } from './words.ts';

const fields: readonly MergeField[] = [
  'name',
  'organisation',
  'level',
  'vip',
  'owner',
  'favourite',
  'birthday',
  'language',
];

/** VIP wins where only one of two is; all else begins with what the one that stays says. */
const suggested = ({ differs, other }: MergePreview): MergeField[] =>
  differs.filter((field) => field === 'vip' && other.vip);

/** Field by field, both sides; where they differ one of the two is chosen. */
export function MergeSides({ preview }: { readonly preview: MergePreview }) {
  const { t } = useWords();
  const navigate = useNavigate();
  const problemWords = useProblemWords();
  const { kept, other, differs, mayMerge } = preview;
  const [take, setTake] = useState<readonly MergeField[]>(() => suggested(preview));
  const merge = useMerge(preview);
  const act = () => {
    if (mayMerge && !merge.isPending) merge.mutate(take.filter((field) => differs.includes(field)));
  };
  const choose = (field: MergeField, ofOther: boolean) =>
    setTake((now) => [...now.filter((each) => each !== field), ...(ofOther ? [field] : [])]);
  return (
    <form
      className={classes.page}
      onSubmit={(event) => {
        event.preventDefault();
        act();
      }}
      onKeyDown={(event) => {
        if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) act();
      }}
    >
      <header className={classes.head}>
        <h1>{t('merge.title')}</h1>
        <Button
          variant="default"
          size="xs"
          leftSection={<IconArrowsExchange size={14} stroke={1.6} />}
          onClick={() => navigate(`/people/${other.id}/merge/${kept.id}`, { replace: true })}
        >
          {t('merge.swap')}
        </Button>
      </header>
      {differs.length > 0 ? <p className={classes.lead}>{t('merge.choose')}</p> : null}
      <table className={classes.sides}>
        <thead>
          <tr>
            <td />
            <Side name={kept.name} word={t('merge.kept')} />
            <Side name={other.name} word={t('merge.goes')} />
          </tr>
        </thead>
        <tbody>
          {fields.map((field) => (
            <MergeFieldRow
              key={field}
              field={field}
              preview={preview}
              takesOther={take.includes(field)}
              onChoose={(ofOther) => choose(field, ofOther)}
            />
          ))}
          <MergeFacts preview={preview} />
        </tbody>
      </table>
      <MergeOutcome preview={preview} />
      <p className={classes.lead}>{mayMerge ? t('merge.final') : t('merge.notYours')}</p>
      {merge.isError ? (
        <p className={classes.fault} role="alert">
          {problemWords(merge.error)}
        </p>
      ) : null}
      <div className={classes.actions}>
        <Button type="submit" loading={merge.isPending} disabled={!mayMerge}>
          {t('merge.act')}
        </Button>
        <Button variant="default" onClick={() => navigate(`/people/${kept.id}`)}>
          {t('merge.cancel')}
        </Button>
      </div>
    </form>
  );
}

function Side({ name, word }: { readonly name: string; readonly word: string }) {
  return (
    <th scope="col">
      <span className={classes.who}>
        <Avatar name={name} size={32} />
        <span>
          <bdi>{name}</bdi>
          <small className={classes.aside}>{word}</small>
        </span>
      </span>
    </th>
  );
}
