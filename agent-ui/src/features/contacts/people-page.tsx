import { Button } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { IconUserPlus } from '@tabler/icons-react';
import { keepPreviousData, useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { Link, useNavigate, useSearchParams } from 'react-router';
import { NumberCheck } from '../../../../schema/contracts/dial.ts';
import { get, send } from '../../api/client.ts';
import { asciiDigits } from '../../i18n/digits.ts';
import { useCommon } from '../../i18n/words.ts';
import { EmptyState, LoadingLine, LoadingRows, PageHead } from '../../ui/parts.tsx';
import { PhoneNumber } from '../../ui/phone-number.tsx';
import { ProblemState } from '../../ui/problem.tsx';
import classes from './people-page.module.css';
import { PeopleTable } from './people-table.tsx';
import frame from './search.module.css';
import { SearchField } from './search-field.tsx';
import { forgetBegun, readBegun } from './search-soon.tsx';
import { ContactPage } from './similar-people.tsx';
import { useWords } from './words.ts';

/** Finds people by name, company or a number in any spelling. */
export function PeoplePage() {
  const { t } = useWords();
  const common = useCommon();
  const navigate = useNavigate();
  const [search, setSearch] = useSearchParams();
  const [begun] = useState(readBegun);
  useEffect(forgetBegun, []);
  const [typed, setTyped] = useState(begun.typed || (search.get('q') ?? ''));
  const [paused] = useDebouncedValue(typed.trim(), 200);
  // Enter opens the first of what was typed, also when it falls before the answer is there: never the first of an older list.
  const [entered, setEntered] = useState(begun.entered);
  const q = entered ?? paused;
  const field = useRef<HTMLInputElement>(null);
  const asked = search.get('search');
  useEffect(() => {
    if (asked !== null) field.current?.focus();
  }, [asked]);
  useEffect(() => {
    setSearch(q ? { q } : {}, { replace: true });
  }, [q, setSearch]);
  const found = useInfiniteQuery({
    queryKey: ['contacts', q],
    initialPageParam: '',
    placeholderData: keepPreviousData,
    queryFn: ({ pageParam }) => get('contacts', ContactPage, { q: asciiDigits(q), cursor: pageParam }),
    getNextPageParam: ({ next }) => next,
  });
  const rows = found.data?.pages.flatMap((page) => page.rows) ?? [];
  const answered = found.isSuccess && !found.isPlaceholderData;
  const first = rows[0]?.id;
  useEffect(() => {
    if (entered === null || !answered) return;
    // Somebody found later is not opened by an Enter of long ago.
    if (first === undefined) setEntered(null);
    else navigate(`/people/${first}`);
  }, [entered, answered, first, navigate]);
  return (
    <section className={frame.page}>
      <PageHead title={t('people.title')}>
        <Button
          variant="default"
          size="xs"
          leftSection={<IconUserPlus size={16} stroke={1.6} />}
          onClick={() => navigate(`/people/new${q && !/\d{3}/.test(q) ? `?name=${encodeURIComponent(q)}` : ''}`)}
        >
          {t('people.new')}
        </Button>
      </PageHead>
      <div className={frame.search}>
        <SearchField
          field={field}
          typed={typed}
          onType={(words) => {
            setEntered(null);
            setTyped(words);
          }}
          onEnter={setEntered}
        />
        <TypedNumber typed={q} />
      </div>
      <LoadingLine on={found.isFetching && !found.isPending} />
      <div className={classes.scroll}>
        {found.isPending ? <LoadingRows /> : null}
        {found.isError ? <ProblemState error={found.error} onRetry={() => void found.refetch()} /> : null}
        {rows.length > 0 ? <PeopleTable rows={rows} /> : null}
        {found.isSuccess && rows.length === 0 ? (
          <EmptyState title={q ? t('people.nobodyTitle') : t('people.emptyTitle')}>
            {q ? t('people.nobody') : t('people.empty')}
          </EmptyState>
        ) : null}
        {found.hasNextPage ? (
          <div className={classes.more}>
            <Button variant="default" loading={found.isFetchingNextPage} onClick={() => void found.fetchNextPage()}>
              {common.t('action.showMore')}
            </Button>
          </div>
        ) : null}
      </div>
    </section>
  );
}

/** A whole number was typed: its page is one press away, also when nobody has it. */
function TypedNumber({ typed }: { readonly typed: string }) {
  const { rich } = useWords();
  const number = asciiDigits(typed);
  const { data } = useQuery({
    queryKey: ['number-check', number],
    enabled: /^[\d\s()+./-]{6,}$/.test(number),
    queryFn: () => send('POST', 'dial/check', NumberCheck, { number }),
  });
  if (!data?.e164) return null;
  return (
    <Link to={`/people/number/${encodeURIComponent(data.e164)}`}>
      {rich('people.callNumber', { number: <PhoneNumber number={data.e164} /> })}
    </Link>
  );
}
