import type { ReactNode } from 'react';
import type { CallbackView, Today } from '../../../../schema/contracts/callbacks.ts';
import { useSession } from '../../api/session.ts';
import { formatNumber, formatTime } from '../../i18n/format.ts';
import { EmptyState } from '../../ui/parts.tsx';
import { groupToday } from './today-order.ts';
import classes from './today-panel.module.css';
import { StruckRow, TodayRow } from './today-row.tsx';
import { useWords } from './words.ts';

interface ListProps {
  readonly items: readonly CallbackView[];
  readonly now: number;
  readonly open: number | null;
}

/** Late above the line of the present, coming below it, settled struck through at the end. */
export function TodayList({ today, items, now, open }: ListProps & { readonly today: Today }) {
  const { t, language } = useWords();
  const { user } = useSession();
  const groups = groupToday(items, now, user.id);
  const rows = (some: readonly CallbackView[]): ReactNode => <Rows items={some} now={now} open={open} />;
  return (
    <>
      {items.length === 0 ? (
        <EmptyState title={t('emptyTitle')}>
          {today.done.settled > 0 ? t('emptyDone', { count: today.done.settled }) : null}
        </EmptyState>
      ) : null}
      <Group title={t('overdue')} items={groups.overdue} tone="red">
        {rows}
      </Group>
      {items.length > 0 ? (
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

/** What a coming day holds. */
export function DayList({
  items,
  now,
  open,
  oneDay,
  onBack,
}: ListProps & { readonly oneDay: boolean; readonly onBack: () => void }) {
  const { t } = useWords();
  const sorted = [...items].sort((one, other) => one.dueAt - other.dueAt);
  return (
    <>
      <button type="button" className={classes.back} onClick={onBack}>
        {t('strip.back')}
      </button>
      {sorted.length === 0 ? (
        <EmptyState title={t('strip.empty')} />
      ) : (
        <Rows items={sorted} now={now} open={open} oneDay={oneDay} />
      )}
    </>
  );
}

function Rows({ items, now, open, oneDay = false }: ListProps & { readonly oneDay?: boolean }) {
  return (
    <ul className={classes.list}>
      {items.map((item) => (
        <TodayRow key={item.id} item={item} now={now} current={item.id === open} oneDay={oneDay} />
      ))}
    </ul>
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
