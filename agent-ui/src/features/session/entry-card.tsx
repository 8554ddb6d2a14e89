import { SegmentedControl } from '@mantine/core';
import type { ReactNode } from 'react';
import { isLanguage, languageNames, languages, speak } from '../../i18n/index.ts';
import { Mark } from '../../ui/mark.tsx';
import classes from './entry-card.module.css';
import { useWords } from './words.ts';

interface Props {
  readonly title: string;
  readonly lead: ReactNode;
  readonly children: ReactNode;
}

/** The one card of every page before the desk; the language can be chosen right here. */
export function EntryCard({ title, lead, children }: Props) {
  const { t, language } = useWords();
  return (
    <main className={classes.page}>
      <div className={classes.card}>
        <Mark size={40} />
        <h1 className={classes.title}>{title}</h1>
        <p className={classes.lead}>{lead}</p>
        {children}
      </div>
      <SegmentedControl
        aria-label={t('language')}
        size="xs"
        value={language}
        data={languages.map((value) => ({ value, label: languageNames[value] }))}
        onChange={(value) => isLanguage(value) && speak(value)}
      />
    </main>
  );
}
