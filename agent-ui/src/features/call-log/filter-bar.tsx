import { TextInput } from '@mantine/core';
import { IconSearch } from '@tabler/icons-react';
import { useEffect, useState } from 'react';
import { useSession } from '../../api/session.ts';
import { FilterChip } from '../../ui/chip.tsx';
import { FilterMenu } from '../../ui/filter-menu.tsx';
import { StateGlyph } from '../../ui/state-glyph.tsx';
import classes from './filter-bar.module.css';
import { directions, type Filters, periods, type Show, shows } from './filters.ts';
import { spanWords } from './span-words.ts';
import { useWords } from './words.ts';

interface Props {
  readonly filters: Filters;
  readonly counts: Readonly<Partial<Record<Show, number>>>;
  readonly onChange: (part: Partial<Filters>) => void;
}

/** Period, direction, line and agent; the results with their counts; the search. */
export function FilterBar({ filters, counts, onChange }: Props) {
  const { t, language } = useWords();
  const { lines, people } = useSession();
  return (
    <div className={classes.bar}>
      <fieldset className={classes.group} aria-label={t('filter.group')}>
        {filters.span === null ? null : (
          <FilterChip on onClick={() => onChange({ span: null })} onClear={() => onChange({ span: null })}>
            {spanWords(filters.span, language)}
          </FilterChip>
        )}
        {filters.debt === null ? null : (
          <FilterChip on onClick={() => onChange({ debt: null })} onClear={() => onChange({ debt: null })}>
            {t(`owing.${filters.debt}`)}
          </FilterChip>
        )}
        <FilterMenu
          name={t('filter.period')}
          value={filters.span === null ? filters.period : 'all'}
          choices={periods.map((each) => ({ value: each, label: t(`period.${each}`) }))}
          resting="all"
          onChoose={(value) => onChange({ span: null, period: periods.find((each) => each === value) ?? 'today' })}
        />
        <FilterMenu
          name={t('filter.direction')}
          value={filters.direction ?? ''}
          choices={[
            { value: '', label: t('direction.any') },
            ...directions.map((each) => ({ value: each, label: t(`direction.${each}`) })),
          ]}
          onChoose={(value) => onChange({ direction: directions.find((each) => each === value) ?? null })}
        />
        <FilterMenu
          name={t('filter.line')}
          value={String(filters.line ?? '')}
          choices={[
            { value: '', label: t('filter.anyLine') },
            ...lines.map((line) => ({ value: String(line.id), label: line.name })),
          ]}
          onChoose={(value) => onChange({ line: value === '' ? null : Number(value) })}
        />
        <FilterMenu
          name={t('filter.agent')}
          value={String(filters.agent ?? '')}
          choices={[
            { value: '', label: t('filter.anyAgent') },
            ...people.map((person) => ({ value: String(person.id), label: person.name })),
          ]}
          onChoose={(value) => onChange({ agent: value === '' ? null : Number(value) })}
        />
        {filters.contact === null ? null : (
          <FilterChip
            on
            onClick={() => onChange({ contact: null, period: 'today' })}
            onClear={() => onChange({ contact: null, period: 'today' })}
          >
            {t('filter.contactHere')}
          </FilterChip>
        )}
      </fieldset>
      <span className={classes.divider} aria-hidden />
      <fieldset className={classes.group} aria-label={t('chips.group')}>
        {shows.map((show) => (
          <span key={show} className={classes.plain}>
            <FilterChip
              on={filters.show === show}
              {...(counts[show] === undefined ? {} : { count: counts[show] })}
              {...(show === 'missed' ? { glyph: <StateGlyph state="missed" /> } : {})}
              onClick={() => onChange({ show })}
            >
              {t(`chips.${show}`)}
            </FilterChip>
          </span>
        ))}
      </fieldset>
      <Search text={filters.q} onSearch={(q) => onChange({ q })} />
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
      size="sm"
      type="search"
      leftSection={<IconSearch size={14} stroke={1.6} aria-hidden />}
      placeholder={t('search')}
      aria-label={t('search')}
      value={typed}
      maxLength={100}
      onChange={(event) => setTyped(event.currentTarget.value)}
    />
  );
}
