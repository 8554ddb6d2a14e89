import { useRef, useState } from 'react';
import type { CallbackView, Today } from '../../../../schema/contracts/callbacks.ts';
import { useSession } from '../../api/session.ts';
import { formatDay, formatNumber } from '../../i18n/format.ts';
import { useKeys } from '../../ui/keys.ts';
import { useListKeys } from '../../ui/list-keys.ts';
import { LoadingLine, LoadingRows } from '../../ui/parts.tsx';
import { ProblemState } from '../../ui/problem.tsx';
import { useMinute } from '../../ui/ticker.ts';
import { CallNext } from './call-next.tsx';
import { TicklerStrip } from './tickler-strip.tsx';
import { TodayAsksProvider, useTodayAsks } from './today-asks.tsx';
import { DayList, TodayList } from './today-list.tsx';
import { dayBoxes } from './today-order.ts';
import classes from './today-panel.module.css';
import { useRenewLeases, useToday, useTodayNews } from './use-today.ts';
import { useWords } from './words.ts';

interface Props {
  /** The item whose page is open, and the contact or number on screen. */
  readonly openItem: number | null;
  readonly openContact: number | null;
  readonly openNumber: string | null;
}

/** The one list an agent works: late above the line of the present, coming below it, the days ahead at the foot. */
export function TodayPanel({ openItem, openContact, openNumber }: Props) {
  const { t } = useWords();
  useTodayNews();
  const today = useToday();
  useRenewLeases(today.data);
  const items = today.data?.items ?? [];
  const open = openItem ?? items.find((item) => shows(item, openContact, openNumber))?.id ?? null;
  return (
    <TodayAsksProvider>
      <section className={classes.panel} aria-label={t('title')}>
        {today.data ? (
          <Days today={today.data} open={open} fetching={today.isFetching} />
        ) : (
          <>
            <header className={classes.head}>
              <h1>{t('title')}</h1>
            </header>
            <div className={classes.scroll}>
              {today.isPending ? <LoadingRows /> : null}
              {today.isError ? <ProblemState error={today.error} onRetry={() => void today.refetch()} /> : null}
            </div>
          </>
        )}
      </section>
    </TodayAsksProvider>
  );
}

function shows(item: CallbackView, contact: number | null, number: string | null): boolean {
  return contact === null ? number !== null && item.number === number : item.contact?.id === contact;
}

interface DaysProps {
  readonly today: Today;
  readonly open: number | null;
  readonly fetching: boolean;
}

/** The chosen day's list over the strip of days. */
function Days({ today, open, fetching }: DaysProps) {
  const { t, language } = useWords();
  const { user } = useSession();
  const now = useMinute();
  const asks = useTodayAsks();
  const list = useRef<HTMLDivElement>(null);
  const [chosen, setChosen] = useState('today');
  const boxes = dayBoxes(today, now, user.id);
  const box = boxes.find(({ key }) => key === chosen) ?? boxes[0];
  const onToday = box === undefined || box.key === 'today';
  useListKeys(list);
  useKeys({ Escape: onToday ? undefined : () => setChosen('today') });
  const items = box?.items ?? [];
  return (
    <>
      <header className={classes.head}>
        <h1>{onToday ? t('title') : box.key === 'later' ? t('strip.later') : formatDay(box.at ?? now, language)}</h1>
        <span className={classes.count}>{formatNumber(items.length, language)}</span>
        <CallNext items={today.items} open={open} />
      </header>
      <LoadingLine on={fetching} />
      <div className={classes.scroll} ref={list}>
        {onToday ? (
          <TodayList today={today} items={items} now={now} open={open} />
        ) : (
          <DayList items={items} now={now} open={open} oneDay={box.key !== 'later'} onBack={() => setChosen('today')} />
        )}
      </div>
      <Foot today={today} />
      <TicklerStrip
        boxes={boxes}
        now={now}
        day={box?.key ?? 'today'}
        onDay={setChosen}
        onSend={(id, at) => {
          const item = today.items.find((each) => each.id === id);
          if (item) asks.putOff(item, at);
        }}
      />
    </>
  );
}

function Foot({ today }: { readonly today: Today }) {
  const { rich } = useWords();
  const { settled, calledBack, reached } = today.done;
  return (
    <footer className={classes.foot}>
      <span>{rich('done', {}, { n: settled })}</span>
      <span>{rich('calledBack', {}, { n: calledBack })}</span>
      <span>{rich('reached', {}, { n: reached })}</span>
    </footer>
  );
}
