import { Button, TextInput } from '@mantine/core';
import { IconPhonePlus, IconPlus, IconSearch } from '@tabler/icons-react';
import { useState } from 'react';
import { FilterChip } from '../../ui/chip.tsx';
import { EmptyState, LoadingLine, LoadingRows, PageHead } from '../../ui/parts.tsx';
import { ProblemState } from '../../ui/problem.tsx';
import classes from './admin-page.module.css';
import { OrphanPhones } from './orphan-phones.tsx';
import { type Asked, PeopleDialogs } from './people-dialogs.tsx';
import { countsOf, type PeopleFilter, peopleFilters, shownPeople } from './people-filter.ts';
import { PeopleTable } from './people-table.tsx';
import { useDevices, usePeople } from './use-admin.ts';
import { useWords } from './words.ts';

/** People and phones: first the phones that belong to nobody, then everyone with what is theirs. */
export function People({ admin }: { readonly admin: boolean }) {
  const { t } = useWords();
  const people = usePeople();
  const devices = useDevices();
  const [filter, setFilter] = useState<PeopleFilter>('all');
  const [text, setText] = useState('');
  const [asked, setAsked] = useState<Asked | null>(null);
  const all = people.data ?? [];
  const phones = devices.data ?? [];
  const orphans = phones.filter(({ owner }) => owner === null);
  const counts = countsOf(all);
  const shown = shownPeople(all, filter, text);
  return (
    <div className={classes.part}>
      <PageHead
        title={t('people.title')}
        count={
          people.data && devices.data
            ? t('people.summary', {
                people: t('people.count', { count: all.length }),
                devices: t('people.devices', { count: phones.length }),
              })
            : undefined
        }
      >
        {admin ? (
          <>
            <Button
              size="xs"
              variant="default"
              leftSection={<IconPhonePlus size={16} stroke={1.6} aria-hidden />}
              onClick={() => setAsked({ what: 'add-device' })}
            >
              {t('people.addDevice')}
            </Button>
            <Button
              size="xs"
              leftSection={<IconPlus size={16} stroke={1.8} aria-hidden />}
              onClick={() => setAsked({ what: 'add-person' })}
            >
              {t('people.add')}
            </Button>
          </>
        ) : (
          <span className={classes.quiet}>{t('people.readOnly')}</span>
        )}
      </PageHead>
      <LoadingLine on={people.isFetching && !people.isPending} />
      <div className={classes.scroll}>
        {orphans.length > 0 ? <OrphanPhones devices={orphans} people={all} admin={admin} /> : null}
        <div className={classes.filters}>
          <fieldset aria-label={t('people.filters')}>
            {peopleFilters
              .filter((each) => each === 'all' || counts[each] > 0)
              .map((each) => (
                <FilterChip key={each} on={filter === each} count={counts[each]} onClick={() => setFilter(each)}>
                  {t(`people.${each}`)}
                </FilterChip>
              ))}
          </fieldset>
          <TextInput
            className={classes.search ?? ''}
            size="sm"
            type="search"
            leftSection={<IconSearch size={14} stroke={1.6} aria-hidden />}
            placeholder={t('people.search')}
            aria-label={t('people.search')}
            value={text}
            onChange={(event) => setText(event.currentTarget.value)}
          />
        </div>
        {people.isPending ? <LoadingRows rows={6} /> : null}
        {people.isError ? <ProblemState error={people.error} onRetry={() => void people.refetch()} /> : null}
        {people.isSuccess && shown.length === 0 ? <EmptyState title={t('people.empty')} /> : null}
        {shown.length > 0 ? <PeopleTable people={shown} orphans={orphans} admin={admin} onAsk={setAsked} /> : null}
      </div>
      {asked ? <PeopleDialogs asked={asked} devices={phones} onAsk={setAsked} onClose={() => setAsked(null)} /> : null}
    </div>
  );
}
