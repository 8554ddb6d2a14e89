import { TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { IconSearch } from '@tabler/icons-react';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useNavigate } from 'react-router';
import { get } from '../../api/client.ts';
import { asciiDigits } from '../../i18n/digits.ts';
import { Avatar, EmptyState } from '../../ui/parts.tsx';
import { PhoneNumber } from '../../ui/phone-number.tsx';
import { textDirection } from '../../ui/text-direction.ts';
import merge from './merge.module.css';
import classes from './person.module.css';
import { ContactPage } from './similar-people.tsx';
import { useContact } from './use-contact.ts';
import { useWords } from './words.ts';

/** Finds the contact that is the same person; Enter takes the first. */
export function MergePick({ id }: { readonly id: number }) {
  const { t, rich } = useWords();
  const navigate = useNavigate();
  const contact = useContact(id);
  const [typed, setTyped] = useState('');
  const [q] = useDebouncedValue(typed.trim(), 200);
  const found = useQuery({
    queryKey: ['similar', q],
    enabled: q.length > 1,
    placeholderData: keepPreviousData,
    queryFn: () => get('contacts', ContactPage, { q: asciiDigits(q), limit: 9 }),
  });
  const rows = q.length > 1 ? (found.data?.rows.filter((row) => row.id !== id).slice(0, 8) ?? []) : [];
  const open = (other: number) => void navigate(`/people/${id}/merge/${other}`);
  return (
    <section className={merge.page}>
      <h1>{rich('merge.pick', { name: <bdi>{contact.data?.name}</bdi> })}</h1>
      <TextInput
        type="search"
        size="md"
        autoFocus
        dir={textDirection(typed)}
        aria-label={t('merge.search')}
        placeholder={t('merge.search')}
        leftSection={<IconSearch size={16} stroke={1.6} />}
        value={typed}
        onChange={(event) => setTyped(event.currentTarget.value)}
        onKeyDown={(event) => {
          const [first] = rows;
          if (event.key === 'Enter' && first) open(first.id);
        }}
      />
      {rows.length > 0 ? (
        <ul className={`${classes.similar} ${merge.found}`}>
          {rows.map((row) => (
            <li key={row.id}>
              <button type="button" onClick={() => open(row.id)}>
                <Avatar name={row.name} size={24} />
                <span>
                  <bdi>{row.name}</bdi>
                  {row.organisation ? (
                    <small className={merge.aside}>
                      <bdi>{row.organisation}</bdi>
                    </small>
                  ) : null}
                </span>
                <span>{row.phones[0] ? <PhoneNumber number={row.phones[0].e164} /> : null}</span>
              </button>
            </li>
          ))}
        </ul>
      ) : null}
      {found.isSuccess && q.length > 1 && rows.length === 0 ? <EmptyState title={t('people.nobodyTitle')} /> : null}
    </section>
  );
}
