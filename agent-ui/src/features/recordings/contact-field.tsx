import { Select } from '@mantine/core';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { page } from '../../../../schema/contracts/common.ts';
import { ContactRow } from '../../../../schema/contracts/contacts.ts';
import { get } from '../../api/client.ts';
import { grouped } from '../../ui/number-format.ts';
import { useWords } from './words.ts';

interface Props {
  readonly value: number | null;
  /** Profiles the recording already stands on. */
  readonly taken: readonly number[];
  readonly error: string | null;
  readonly onChange: (id: number | null) => void;
}

/** Finds a profile by name, company or number, among all contacts. */
export function ContactField({ value, taken, error, onChange }: Props) {
  const { t } = useWords();
  const [typed, setTyped] = useState('');
  const [q, setQ] = useState('');
  useEffect(() => {
    const timer = setTimeout(() => setQ(typed.trim()), 200);
    return () => clearTimeout(timer);
  }, [typed]);
  const { data } = useQuery({
    queryKey: ['recordings', 'contacts', q],
    queryFn: ({ signal }) => get('contacts', page(ContactRow), { q, limit: 20 }, signal),
    placeholderData: keepPreviousData,
  });
  const options = (data?.rows ?? []).map(({ id, name, organisation, phones }) => {
    const facts = [name, organisation, phones[0] ? `\u2066${grouped(phones[0].e164)}\u2069` : null];
    const words = facts.filter((fact) => fact !== null).join(' · ');
    const here = taken.includes(id);
    return { value: String(id), label: here ? `${words} (${t('link.alreadyThere')})` : words, disabled: here };
  });
  return (
    <Select
      data-autofocus
      searchable
      label={t('link.contact')}
      placeholder={t('link.search')}
      nothingFoundMessage={t('link.noContact')}
      value={value === null ? null : String(value)}
      data={options}
      // The server has searched already; what it found is shown as it is.
      filter={({ options: found }) => found}
      onSearchChange={setTyped}
      onChange={(id) => onChange(id === null ? null : Number(id))}
      error={error}
    />
  );
}
