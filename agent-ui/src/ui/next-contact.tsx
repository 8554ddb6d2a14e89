import { IconCalendarPlus } from '@tabler/icons-react';
import { useState } from 'react';
import { useSession } from '../api/session.ts';
import { formatDay, formatTime } from '../i18n/format.ts';
import { useCommon } from '../i18n/words.ts';
import { Chip } from './chip.tsx';
import { dayOffset } from './due.ts';
import classes from './next-contact.module.css';
import { PickMoment } from './pick-moment.tsx';
import { useMinute } from './ticker.ts';
import { useDaysAhead } from './use-days-ahead.ts';
import { atHour, hourIn } from './zone.ts';

interface Props {
  readonly value: number | null;
  readonly onChange: (at: number | null) => void;
  /** Offers to leave without one. */
  readonly none?: boolean;
  /** The rhythm this customer is called in, days. */
  readonly everyDays?: number | null;
  /** Offered besides, in so many hours, while the day lasts. */
  readonly hours?: readonly number[];
}

const hour = 3_600_000;
/** The last hour that is offered for the same day. */
const lastHour = 20;

/** When to be in touch next: near days at one press, any day and hour by choosing. Days nobody is there are passed over. */
export function NextContact({ value, onChange, none = true, everyDays = null, hours = [] }: Props) {
  const { t, language } = useCommon();
  const { site } = useSession();
  const now = useMinute();
  const [picking, setPicking] = useState(false);
  /** The hours that were chosen, as they were then: the minute goes on, a promise does not. */
  const [held, setHeld] = useState<{ readonly count: number; readonly at: number } | null>(null);
  const ahead = useDaysAhead(now);
  const soon = Math.min(hourIn(now, site.timeZone) + 2, lastHour);
  const today = atHour(now, 0, soon, 0, site.timeZone);
  const tomorrow = ahead.onOrAfter(1);
  const in3 = ahead.onOrAfter(3);
  const cadence = everyDays === null ? null : ahead.onOrAfter(everyDays);
  const choose = (at: number | null) => (): void => {
    setPicking(false);
    onChange(at);
  };
  const startPicking = (): void => {
    setPicking(true);
    onChange(value ?? tomorrow);
  };
  const inHours = hours
    .map((count) => (count === held?.count && held.at === value ? held : { count, at: now + count * hour }))
    .filter(({ at }) => dayOffset(at, now) === 0 && hourIn(at, site.timeZone) <= lastHour);
  const near = [today, tomorrow, in3, cadence, ...inHours.map(({ at }) => at)];
  /** What was chosen and none of the chips stands for. */
  const other = value === null || near.includes(value) ? null : value;
  const owed = (at: number): string => {
    const count = ahead.owedOn(at);
    const day = formatDay(at, language);
    return count > 0 ? t('next.owedThat', { day, count }) : day;
  };
  return (
    <>
      <div className={classes.chips}>
        {inHours.map(({ count, at }) => (
          <Chip
            key={count}
            on={!picking && value === at}
            onClick={() => {
              setHeld({ count, at });
              choose(at)();
            }}
            aside={formatTime(at, language)}
          >
            {t('next.inHours', { count })}
          </Chip>
        ))}
        {today > now && !ahead.isClosed(today) ? (
          <Chip on={!picking && value === today} onClick={choose(today)} aside={formatTime(today, language)}>
            {t('next.today')}
          </Chip>
        ) : null}
        <Chip on={!picking && value === tomorrow} onClick={choose(tomorrow)} aside={owed(tomorrow)}>
          {dayOffset(tomorrow, now) === 1 ? t('next.tomorrow') : t('next.workday')}
        </Chip>
        {in3 === tomorrow ? null : (
          <Chip on={!picking && value === in3} onClick={choose(in3)} aside={owed(in3)}>
            {t('next.in3')}
          </Chip>
        )}
        {cadence === null ? null : (
          <Chip on={!picking && value === cadence} onClick={choose(cadence)} aside={owed(cadence)}>
            {t('next.cadence')}
          </Chip>
        )}
        <Chip
          on={picking || other !== null}
          onClick={startPicking}
          aside={other === null || picking ? undefined : `${formatDay(other, language)} ${formatTime(other, language)}`}
        >
          <span className={classes.withIcon}>
            <IconCalendarPlus size={14} stroke={1.6} aria-hidden />
            {t('next.pick')}
          </span>
        </Chip>
        {none ? (
          <Chip on={!picking && value === null} onClick={choose(null)}>
            {t('next.none')}
          </Chip>
        ) : null}
      </div>
      {picking && value !== null ? <PickMoment value={value} now={now} onChange={onChange} /> : null}
    </>
  );
}
