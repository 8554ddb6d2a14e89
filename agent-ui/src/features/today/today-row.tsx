import { type FocusEvent, memo, type PointerEvent, useEffect, useRef, useState } from 'react';
import { Link } from 'react-router';
import type { CallbackView } from '../../../../schema/contracts/callbacks.ts';
import { useRelease } from '../../api/dialing.ts';
import { useSession } from '../../api/session.ts';
import { formatDay, formatTime } from '../../i18n/format.ts';
import { useCommon } from '../../i18n/words.ts';
import { useLiveState } from '../../socket/live-store.ts';
import { DueClock } from '../../ui/clock.tsx';
import { dayOffset } from '../../ui/due.ts';
import { PhoneNumber } from '../../ui/phone-number.tsx';
import { useTellProblem } from '../../ui/problem.tsx';
import { StateGlyph } from '../../ui/state-glyph.tsx';
import { OwedWords, StruckWords, WhyMine } from './owed-words.tsx';
import { MenuAtRest, RowMenu } from './row-menu.tsx';
import { dragType } from './tickler-strip.tsx';
import { glyphOf, pageOfItem, settledGlyph } from './today-order.ts';
import classes from './today-row.module.css';
import { useWords } from './words.ts';

interface Props {
  readonly item: CallbackView;
  readonly now: number;
  readonly current: boolean;
  /** The list is of one day: its hour says enough. */
  readonly oneDay?: boolean;
}

/**
 * One thing I owe: its hour, who, what and why me. A click opens the person; there are no buttons at rest. Drawn anew only when
 * something of it has changed: a list may be long, and news come all day.
 */
export const TodayRow = memo(function TodayRow({ item, now, current, oneDay = false }: Props) {
  const { t, language } = useWords();
  const { user } = useSession();
  const live = useLiveState((state) => state.cards.find(({ callback }) => callback?.id === item.id)?.state);
  const mine = item.state === 'claimed' && item.claimedBy?.id === user.id;
  const otherDay = !oneDay && dayOffset(item.dueAt, now) !== 0;
  const [menu, setMenu] = useState(false);
  const { place, near, whenNear } = useNear();
  return (
    <li
      ref={place}
      className={classes.item}
      {...whenNear}
      onContextMenu={(event) => {
        event.preventDefault();
        setMenu(true);
      }}
    >
      <Link
        to={pageOfItem(item)}
        data-row={item.id}
        onDragStart={(event) => {
          event.dataTransfer.setData(dragType, String(item.id));
          event.dataTransfer.effectAllowed = 'move';
        }}
        className={classes.row}
        data-current={current || undefined}
        aria-current={current || undefined}
      >
        <span className={classes.when}>
          <span className="num">{otherDay ? formatDay(item.dueAt, language) : formatTime(item.dueAt, language)}</span>
          <StateGlyph state={live ? 'calling' : glyphOf(item, now)} />
        </span>
        <span className={classes.text}>
          <span className={classes.first}>
            <Who item={item} />
            {live ? (
              <span className={classes.live}>{liveWords(live)}</span>
            ) : item.state === 'needs_human' ? null : (
              <DueClock dueAt={item.dueAt} zone={item.timeZone} />
            )}
          </span>
          <span className={classes.what}>
            <OwedWords item={item} />
          </span>
          <span className={classes.why}>{mine ? t('taken.you') : <WhyMine item={item} now={now} />}</span>
        </span>
      </Link>
      {mine && !live ? <GiveBack item={item} /> : null}
      {near || menu ? (
        <RowMenu item={item} opened={menu} onChange={setMenu} />
      ) : (
        <MenuAtRest item={item} onOpen={() => setMenu(true)} />
      )}
    </li>
  );

  function liveWords(state: string): string {
    if (state === 'talking') return t('live.talking');
    return state === 'dialing' ? t('live.dialing') : t('live.calling');
  }
});

/** Whether mouse or focus have been at a row: what only they can use is not made before, for hundreds of rows that nobody touches. */
function useNear() {
  const place = useRef<HTMLLIElement>(null);
  const [near, setNear] = useState(false);
  const onMore = useRef(false);
  useEffect(() => {
    // The button that had the focus was drawn anew, with its menu.
    if (near && onMore.current) place.current?.querySelector<HTMLElement>('[data-more]')?.focus();
  }, [near]);
  const whenNear = {
    // A finger is on the button itself: drawn anew under it, it would miss the press.
    onPointerEnter: ({ pointerType }: PointerEvent) => pointerType === 'mouse' && setNear(true),
    onFocus: ({ target }: FocusEvent) => {
      onMore.current = target.matches('[data-more]');
      if (!onMore.current || target.matches(':focus-visible')) setNear(true);
    },
  };
  return { place, near, whenNear };
}

function Who({ item }: { readonly item: CallbackView }) {
  const common = useCommon();
  return (
    <span className={classes.name}>
      {item.contact ? <bdi>{item.contact.name}</bdi> : <PhoneNumber number={item.number} />}
      {item.contact?.vip ? <span className={classes.vip}>{common.t('person.vip')}</span> : null}
    </span>
  );
}

function GiveBack({ item }: { readonly item: CallbackView }) {
  const { t } = useWords();
  const release = useRelease();
  const onError = useTellProblem();
  return (
    <button
      type="button"
      className={classes.giveBack}
      onClick={() => release.mutate({ id: item.id, fence: item.fence }, { onError })}
    >
      {t('giveBack')}
    </button>
  );
}

/** A settled entry: struck through in the colour of how it was settled; it stays in view for the day. */
export function StruckRow({ item }: { readonly item: CallbackView }) {
  const { language } = useWords();
  const state = settledGlyph(item);
  return (
    <li className={classes.item}>
      <Link to={pageOfItem(item)} data-row="" className={classes.row} data-struck={state}>
        <span className={classes.when}>
          <span className="num">{formatTime(item.settledAt ?? item.dueAt, language)}</span>
          <StateGlyph state={state} />
        </span>
        <span className={classes.text}>
          <span className={classes.struck}>
            {item.contact ? <bdi>{item.contact.name}</bdi> : <PhoneNumber number={item.number} />}
          </span>
          <span className={classes.why}>
            <StruckWords item={item} />
          </span>
        </span>
      </Link>
    </li>
  );
}
