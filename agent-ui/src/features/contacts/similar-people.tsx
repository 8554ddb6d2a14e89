import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { page } from '../../../../schema/contracts/common.ts';
import { ContactRow } from '../../../../schema/contracts/contacts.ts';
import { get } from '../../api/client.ts';
import { Avatar } from '../../ui/parts.tsx';
import { useTellProblem } from '../../ui/problem.tsx';
import classes from './person.module.css';
import { useAddNumber } from './use-save-person.ts';
import { useWords } from './words.ts';

export const ContactPage = page(ContactRow);

/** People with such a name: the number can be added to one of them instead. */
export function SimilarPeople({ name, number }: { readonly name: string; readonly number: string }) {
  const { t } = useWords();
  const [q] = useDebouncedValue(name, 200);
  const { data } = useQuery({
    queryKey: ['similar', q],
    enabled: q.length > 1,
    placeholderData: keepPreviousData,
    queryFn: () => get('contacts', ContactPage, { q, limit: 4 }),
  });
  const add = useAddNumber(number);
  const onError = useTellProblem();
  if (q.length < 2 || !data?.rows.length) return null;
  return (
    <ul className={classes.similar} aria-label={t('number.existing')}>
      {data.rows.map((row) => (
        <li key={row.id}>
          <button type="button" disabled={add.isPending} onClick={() => add.mutate(row, { onError })}>
            <Avatar name={row.name} size={24} />
            <span>
              <b>
                <bdi>{row.name}</bdi>
              </b>{' '}
              <bdi>{row.organisation}</bdi>
            </span>
            <span>{t('number.addTo')}</span>
          </button>
        </li>
      ))}
    </ul>
  );
}
