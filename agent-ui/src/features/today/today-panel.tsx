import { IconPhoneCall } from '@tabler/icons-react';
import { type ReactNode, useState } from 'react';
import { useNavigate } from 'react-router';
import type { CallbackView, Today } from '../../../../schema/contracts/callbacks.ts';
import { useCallBack } from '../../api/dialing.ts';
import { formatNumber, formatTime } from '../../i18n/format.ts';
import { useKeys } from '../../ui/keys.ts';
import { EmptyState, KeyCap, LoadingLine, LoadingRows } from '../../ui/parts.tsx';
import { ProblemState, useTellProblem } from '../../ui/problem.tsx';
import { useMinute } from '../../ui/ticker.ts';
import { TicklerStrip } from './tickler-strip.tsx';
import { currentItem, groupToday, pageOfItem } from './today-order.ts';
import classes from './today-panel.module.css';
import { StruckRow, TodayRow } from './today-row.tsx';
import { useRenewLeases, useToday } from './use-today.ts';
import { useWords } from './words.ts';

interface Props {
  /** The item whose page is open, and the contact or number on screen. */
  readonly openItem: number | null;
  readonly openContact: number | null;
  readonly openNumber: string | null;
}

/** The one list an agent works: late above the line of the present, coming below it, settled struck through. */
export function TodayPanel({ openItem, openContact, openNumber }: Props) {
  const { t, language } = useWords();
  const today = useToday();
  useRenewLeases(today.data);
  const items = today.data?.items ?? [];
  const open = openItem ?? items.find((item) => shows(item, openContact, openNumber))?.id ?? null;
  return (
    <section className={classes.panel} aria-label={t('title')}>
      <header className={classes.head}>
        <h1>{t('title')}</h1>
        <span className={classes.count}>{today.data ? formatNumber(items.length, language) : null}</span>
        <CallNext items={items} open={open} />
      </header>
      <LoadingLine on={today.isFetching && !today.isPending} />
      <div className={classes.scroll}>
        {today.isPending ? <LoadingRows /> : null}
        {today.isError ? <ProblemState error={today.error} onRetry={() => void today.refetch()} /> : null}
        {today.data ? <List today={today.data} open={open} /> : null}
      </div>
      {today.data ? <Foot today={today.data} /> : null}
    </section>
  );
}

function shows(item: CallbackView, contact: number | null, number: string | null): boolean {
  return contact === null ? number !== null && item.number === number : item.contact?.id === contact;
}

function CallNext({ items, open }: { readonly items: readonly CallbackView[]; readonly open: number | null }) {
  const { t } = useWords();
  const navigate = useNavigate();
  const callBack = useCallBack();
  const onError = useTellProblem();
  const next = currentItem(items, open);
  const call = (): void => {
    if (!next || callBack.isPending) return;
    navigate(pageOfItem(next));
    callBack.mutate(next.id, { onError });
  };
  useKeys({ c: call });
  return (
    <button type="button" className={classes.next} disabled={!next || callBack.isPending} onClick={call}>
      <IconPhoneCall size={16} stroke={1.6} aria-hidden />
      <span>{t('callNext')}</span>
      <KeyCap>C</KeyCap>
    </button>
  );
}

function List({ today, open }: { readonly today: Today; readonly open: number | null }) {
  const { t, language } = useWords();
  const now = useMinute();
  const [day, setDay] = useState(0);
  const groups = groupToday(today.items, now);
  const rows = (items: readonly CallbackView[]): ReactNode => (
    <ul className={classes.list}>
      {items.map((item) => (
        <TodayRow key={item.id} item={item} now={now} current={item.id === open} />
      ))}
    </ul>
  );
  return (
    <>
      {today.items.length === 0 ? (
        <EmptyState title={t('emptyTitle')}>
          {today.done.settled > 0 ? t('emptyDone', { count: today.done.settled }) : null}
        </EmptyState>
      ) : null}
      <Group title={t('overdue')} items={groups.overdue} tone="red">
        {rows}
      </Group>
      {today.items.length > 0 ? (
        <div className={classes.now}>
          <b className="num">{formatTime(now, language)}</b>
          <span>{t('now')}</span>
        </div>
      ) : null}
      <Group title={t('dueNext')} items={groups.next}>
        {rows}
      </Group>
      <Group title={t('needsHuman')} items={groups.decide}>
        {rows}
      </Group>
      <TicklerStrip items={groups.later} now={now} day={day} onDay={setDay}>
        {rows}
      </TicklerStrip>
      {today.settled.length > 0 ? (
        <section>
          <h2 className={classes.group}>
            {t('settled')} <span className="num">{formatNumber(today.settled.length, language)}</span>
          </h2>
          <ul className={classes.list}>
            {today.settled.map((item) => (
              <StruckRow key={item.id} item={item} />
            ))}
          </ul>
        </section>
      ) : null}
    </>
  );
}

interface GroupProps {
  readonly title: string;
  readonly items: readonly CallbackView[];
  readonly tone?: 'red';
  readonly children: (items: readonly CallbackView[]) => ReactNode;
}

function Group({ title, items, tone, children }: GroupProps) {
  const { language } = useWords();
  if (items.length === 0) return null;
  return (
    <section>
      <h2 className={classes.group} data-tone={tone}>
        {title} <span className="num">{formatNumber(items.length, language)}</span>
      </h2>
      {children(items)}
    </section>
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
