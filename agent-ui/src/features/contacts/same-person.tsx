import { IconArrowMerge } from '@tabler/icons-react';
import { Link } from 'react-router';
import type { DuplicateRow } from '../../../../schema/contracts/contact-merges.ts';
import { Avatar } from '../../ui/parts.tsx';
import classes from './side-panel.module.css';
import { Section } from './side-parts.tsx';
import { useDuplicates } from './use-merge.ts';
import { useWords } from './words.ts';

const words = { same_number: 'same.number', same_name: 'same.name', same_email: 'same.email' } as const;

/** Contacts that may be this person too, each with the sign of it. */
export function SamePerson({ id }: { readonly id: number }) {
  const { t } = useWords();
  const { data = [] } = useDuplicates(id);
  const other = (
    <Link className={classes.quietLink} to={`/people/${id}/merge`}>
      <IconArrowMerge size={14} stroke={1.6} aria-hidden />
      {t('same.other')}
    </Link>
  );
  if (data.length === 0) return <div className={classes.section}>{other}</div>;
  return (
    <Section title={t('same.title')}>
      {data.map((row) => (
        <Duplicate key={row.id} of={id} row={row} />
      ))}
      {other}
    </Section>
  );
}

function Duplicate({ of, row }: { readonly of: number; readonly row: DuplicateRow }) {
  const { t } = useWords();
  return (
    <div className={classes.colleague}>
      <Avatar name={row.name} size={24} />
      <Link to={`/people/${row.id}`}>
        <b>
          <bdi>{row.name}</bdi>
        </b>
        <span>
          {row.signs.map((sign) => (
            <span key={sign} className={classes.sign}>
              {t(words[sign])}
            </span>
          ))}
        </span>
      </Link>
      <Link className={classes.compare ?? ''} to={`/people/${of}/merge/${row.id}`}>
        {t('same.compare')}
      </Link>
    </div>
  );
}
