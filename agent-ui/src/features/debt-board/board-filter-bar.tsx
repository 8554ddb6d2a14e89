import { TextInput } from '@mantine/core';
import { IconSearch } from '@tabler/icons-react';
import { useEffect, useState } from 'react';
import type { z } from 'zod';
import { type Board, boardAges } from '../../../../schema/contracts/callbacks.ts';
import { useSession } from '../../api/session.ts';
import { FilterChip } from '../../ui/chip.tsx';
import { FilterMenu } from '../../ui/filter-menu.tsx';
import { StateGlyph } from '../../ui/state-glyph.tsx';
import classes from './board-filter-bar.module.css';
import type { BoardFilters } from './board-filters.ts';
import { owedFilters, settledFilters } from './state-of.ts';
import { useWords } from './words.ts';

interface Props {
  readonly filters: BoardFilters;
  readonly counts: z.infer<typeof Board>['counts'] | null;
  readonly onChange: (part: Partial<BoardFilters>) => void;
}

/** The states with their counts are the legend of the board; line, owner, queue, age and search narrow it. */
export function BoardFilterBar({ filters, counts, onChange }: Props) {
  const { t } = useWords();
  const { lines, people, queues } = useSession();
  const chip = (filter: (typeof owedFilters | typeof settledFilters)[number]) => (
    <FilterChip
      key={filter}
      on={filters.filter === filter}
      {...(counts === null ? {} : { count: counts[filter] })}
      {...(filter === 'owed' ? {} : { glyph: <StateGlyph state={filter} withWord word="" /> })}
      onClick={() => onChange({ filter })}
    >
      {t(`filter.${filter}`)}
    </FilterChip>
  );
  return (
    <div className={classes.bar}>
      <fieldset className={`fading ${classes.chips}`} aria-label={t('filter.group')}>
        {owedFilters.map(chip)}
        <span className={classes.divider} aria-hidden />
        {settledFilters.map(chip)}
      </fieldset>
      <div className={classes.narrow}>
        <FilterMenu
          name={t('filter.line')}
          value={String(filters.line ?? '')}
          choices={[
            { value: '', label: t('filter.anyLine') },
            ...lines.map(({ id, name }) => ({ value: String(id), label: name })),
          ]}
          onChoose={(value) => onChange({ line: value === '' ? null : Number(value) })}
        />
        <FilterMenu
          name={t('filter.owner')}
          value={String(filters.owner ?? '')}
          choices={[
            { value: '', label: t('filter.anyOwner') },
            { value: 'nobody', label: t('filter.nobody') },
            ...people.map(({ id, name }) => ({ value: String(id), label: name })),
          ]}
          onChoose={(value) => onChange({ owner: value === 'nobody' ? value : value === '' ? null : Number(value) })}
        />
        {queues.length === 0 ? null : (
          <FilterMenu
            name={t('filter.queue')}
            value={filters.queue ?? ''}
            choices={[
              { value: '', label: t('filter.anyQueue') },
              ...queues.map(({ name, label }) => ({ value: name, label })),
            ]}
            onChoose={(value) => onChange({ queue: value === '' ? null : value })}
          />
        )}
        <FilterMenu
          name={t('column.age')}
          value={filters.age ?? ''}
          choices={[
            { value: '', label: t('filter.anyAge') },
            ...boardAges.map((age) => ({ value: age, label: t(`age.${age}`) })),
          ]}
          onChoose={(value) => onChange({ age: boardAges.find((age) => age === value) ?? null })}
        />
        <Search text={filters.q} onSearch={(q) => onChange({ q })} />
      </div>
    </div>
  );
}

function Search({ text, onSearch }: { readonly text: string; readonly onSearch: (text: string) => void }) {
  const { t } = useWords();
  const [typed, setTyped] = useState(text);
  useEffect(() => setTyped(text), [text]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: only typing starts the wait
  useEffect(() => {
    if (typed === text) return;
    const timer = setTimeout(() => onSearch(typed.trim()), 250);
    return () => clearTimeout(timer);
  }, [typed]);
  return (
    <TextInput
      className={classes.search ?? ''}
      size="xs"
      type="search"
      leftSection={<IconSearch size={14} stroke={1.6} aria-hidden />}
      placeholder={t('filter.search')}
      aria-label={t('filter.search')}
      value={typed}
      maxLength={100}
      onChange={(event) => setTyped(event.currentTarget.value)}
    />
  );
}
