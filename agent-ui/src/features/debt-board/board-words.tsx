import { useSession } from '../../api/session.ts';
import type { BoardFilters } from './board-filters.ts';
import classes from './debt-board-page.module.css';
import { useWords } from './words.ts';

/** What the board shows, as one line of words beside the title. */
export function BoardWords({ filters }: { readonly filters: BoardFilters }) {
  const { t } = useWords();
  const { lines, people, queues } = useSession();
  const line = lines.find(({ id }) => id === filters.line);
  const owner = people.find(({ id }) => id === filters.owner);
  const words = [
    line ? t('summary.line', { name: line.name }) : t('summary.allLines'),
    t(`summary.${filters.filter}`),
    filters.owner === 'nobody' ? t('summary.nobody') : owner ? t('summary.owner', { name: owner.name }) : null,
    filters.queue === null
      ? null
      : t('summary.queue', { name: queues.find(({ name }) => name === filters.queue)?.label ?? filters.queue }),
    filters.age === null ? null : t(`age.${filters.age}`),
    filters.q === '' ? null : t('summary.search', { text: filters.q }),
  ];
  return <p className={classes.words}>{words.filter((word) => word !== null).join(t('comma'))}</p>;
}
