import { useSession } from '../../api/session.ts';
import classes from './call-log-page.module.css';
import type { Filters } from './filters.ts';
import { spanWords } from './span-words.ts';
import { useWords } from './words.ts';

/** The set filters as one line of words beside the title. */
export function FilterWords({ filters, contact }: { readonly filters: Filters; readonly contact: string | undefined }) {
  const { t, language } = useWords();
  const { lines, people } = useSession();
  const line = lines.find(({ id }) => id === filters.line);
  const agent = people.find(({ id }) => id === filters.agent);
  const words = [
    filters.contact === null ? null : contact ? t('filter.contactIs', { name: contact }) : t('filter.contactHere'),
    line ? line.name : t('filter.anyLine'),
    filters.direction === null ? null : t(`direction.${filters.direction}`),
    agent ? agent.name : null,
    filters.q === '' ? null : t('filter.searchIs', { text: filters.q }),
    filters.debt === null ? null : t(`owing.${filters.debt}`),
    filters.span === null ? t(`when.${filters.period}`) : spanWords(filters.span, language),
  ];
  return <p className={classes.words}>{words.filter((word) => word !== null).join(t('comma'))}</p>;
}
