import { Popover } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { notifications } from '@mantine/notifications';
import { IconBell } from '@tabler/icons-react';
import { useRef, useState } from 'react';
import { useNavigate } from 'react-router';
import type { NoticeView } from '../../../../schema/contracts/notices.ts';
import { formatNumber } from '../../i18n/format.ts';
import { useButtonInTurn } from '../../ui/in-turn.ts';
import { EmptyState, LoadingRows } from '../../ui/parts.tsx';
import { ProblemState } from '../../ui/problem.tsx';
import { Scrolled } from '../../ui/scrolled.tsx';
import { NoticeRow } from './notice-row.tsx';
import classes from './notices.module.css';
import { useNotices, useReadNotices } from './use-notices.ts';
import { useWords } from './words.ts';

/** Many steps are taken in one moment; they are told together. */
const TOGETHER_MS = 400;

/** What went up the ladder and was told to me: a bell with a count, its list, and a word at the foot of the page. */
export function NoticeBell() {
  const { t, language } = useWords();
  const [opened, setOpened] = useState(false);
  const narrow = useMediaQuery('(max-width: 600px)', false, { getInitialValueInEffect: false });
  const navigate = useNavigate();
  const tell = useTelling();
  const { data, error, refetch } = useNotices(tell);
  const read = useReadNotices();
  const unread = data?.unread ?? 0;
  const open = (notice: NoticeView): void => {
    setOpened(false);
    if (notice.readAt === null) read.mutate([notice.id]);
    void navigate(`/callbacks?item=${notice.callback.id}`);
  };
  const { isMade, isOpen, button, press } = useButtonInTurn(opened, () => setOpened(true));
  const bell = (
    <button
      ref={button}
      type="button"
      className={classes.bell}
      aria-label={unread > 0 ? t('bell.unread', { count: unread }) : t('bell.label')}
      title={t('bell.label')}
      aria-expanded={opened}
      onClick={isMade ? () => setOpened(!opened) : press}
    >
      <IconBell size={18} stroke={1.5} aria-hidden />
      <span className={classes.word}>{t('bell.label')}</span>
      {/* Drawn, not written: the button's name begins with its word and goes on with the count in words. */}
      {unread > 0 ? (
        <b className={`${classes.count} num`} data-count={formatNumber(Math.min(unread, 99), language)} />
      ) : null}
    </button>
  );
  if (!isMade) return bell;
  return (
    <Popover
      opened={isOpen}
      onChange={setOpened}
      position={narrow ? 'top-end' : 'right-end'}
      width={340}
      shadow="md"
      trapFocus
      returnFocus
    >
      <Popover.Target>{bell}</Popover.Target>
      <Popover.Dropdown className={classes.drop ?? ''}>
        <header className={classes.head}>
          <h2>{t('title')}</h2>
          {unread > 0 ? (
            <button type="button" className={classes.all} onClick={() => read.mutate(undefined)}>
              {t('readAll')}
            </button>
          ) : null}
        </header>
        <Scrolled className={classes.list} label={t('title')}>
          {error ? <ProblemState error={error} onRetry={() => void refetch()} /> : null}
          {data === undefined && !error ? <LoadingRows rows={3} /> : null}
          {data?.rows.length === 0 ? <EmptyState title={t('empty')} /> : null}
          <ul>
            {data?.rows.map((notice) => (
              <NoticeRow key={notice.id} notice={notice} onOpen={() => open(notice)} />
            ))}
          </ul>
        </Scrolled>
      </Popover.Dropdown>
    </Popover>
  );
}

/** A word at the foot of the page for what is late; what is only due soon waits behind the bell. */
function useTelling(): (notice: NoticeView) => void {
  const { t } = useWords();
  const waiting = useRef<NoticeView[]>([]);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  return (notice) => {
    if (notice.step === 'due_soon') return;
    waiting.current.push(notice);
    clearTimeout(timer.current);
    timer.current = setTimeout(() => {
      const [first, ...more] = waiting.current.splice(0);
      if (!first) return;
      const who = first.callback.contact?.name ?? first.callback.number ?? t('withheld');
      const message =
        more.length > 0
          ? t('toast.many', { count: more.length + 1 })
          : t(first.step === 'breached' ? 'toast.breached' : 'toast.overdue', { who });
      notifications.show({ id: 'notice', message, color: 'red', autoClose: 10_000 });
    }, TOGETHER_MS);
  };
}
