import { Select } from '@mantine/core';
import { IconCalendarPlus } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Today } from '../../../schema/contracts/callbacks.ts';
import { get } from '../api/client.ts';
import { todayKey } from '../api/dialing.ts';
import { useSession } from '../api/session.ts';
import { formatDay, formatTime } from '../i18n/format.ts';
import { useCommon } from '../i18n/words.ts';
import { Chip } from './chip.tsx';
import { dayOffset } from './due.ts';
import classes from './next-contact.module.css';
import { useMinute } from './ticker.ts';
import { atHour, hourIn } from './zone.ts';

interface Props {
  readonly value: number | null;
  readonly onChange: (at: number | null) => void;
}

/** When to be in touch next: near days at one press, any day and hour by choosing. */
export function NextContact({ value, onChange }: Props) {
  const { t, language } = useCommon();
  const { site } = useSession();
  const now = useMinute();
  const [picking, setPicking] = useState(false);
  const soon = Math.min(hourIn(now, site.timeZone) + 2, 20);
  const today = atHour(now, 0, soon, 0, site.timeZone);
  const tomorrow = atHour(now, 1, 10, 0, site.timeZone);
  const in3 = atHour(now, 3, 10, 0, site.timeZone);
  const owed = useOwedOn(now);
  const choose = (at: number | null) => (): void => {
    setPicking(false);
    onChange(at);
  };
  const startPicking = (): void => {
    setPicking(true);
    onChange(tomorrow);
  };
  const near = [today, tomorrow, in3];
  return (
    <>
      <div className={classes.chips}>
        {today > now ? (
          <Chip on={!picking && value === today} onClick={choose(today)} aside={formatTime(today, language)}>
            {t('next.today')}
          </Chip>
        ) : null}
        <Chip on={!picking && value === tomorrow} onClick={choose(tomorrow)} aside={owed(tomorrow)}>
          {t('next.tomorrow')}
        </Chip>
        <Chip on={!picking && value === in3} onClick={choose(in3)} aside={owed(in3)}>
          {t('next.in3')}
        </Chip>
        <Chip on={picking || (value !== null && !near.includes(value))} onClick={startPicking}>
          <span className={classes.withIcon}>
            <IconCalendarPlus size={14} stroke={1.6} aria-hidden />
            {t('next.pick')}
          </span>
        </Chip>
        <Chip on={!picking && value === null} onClick={choose(null)}>
          {t('next.none')}
        </Chip>
      </div>
      {picking ? <PickMoment now={now} zone={site.timeZone} onChange={onChange} /> : null}
    </>
  );
}

/** A day by name, with how much is owed on it already. */
function useOwedOn(now: number): (at: number) => string {
  const { t, language } = useCommon();
  const { data } = useQuery({ queryKey: todayKey, queryFn: () => get('today', Today) });
  return (at) => {
    const days = dayOffset(at, now);
    const count = (data?.items ?? []).filter(({ dueAt }) => dayOffset(dueAt, now) === days).length;
    const day = formatDay(at, language);
    return count > 0 ? t('next.owedThat', { day, count }) : day;
  };
}

interface PickProps {
  readonly now: number;
  readonly zone: string;
  readonly onChange: (at: number) => void;
}

const halfHours = Array.from({ length: 25 }, (_, at) => ({ hour: 8 + Math.floor(at / 2), minute: (at % 2) * 30 }));

/** A day of the coming month and a half hour, in the calendar and digits of the language. */
function PickMoment({ now, zone, onChange }: PickProps) {
  const { t, language } = useCommon();
  const [days, setDays] = useState(1);
  const [slot, setSlot] = useState(4);
  const pick = (nextDays: number, nextSlot: number): void => {
    setDays(nextDays);
    setSlot(nextSlot);
    const { hour, minute } = halfHours[nextSlot] ?? { hour: 10, minute: 0 };
    onChange(atHour(now, nextDays, hour, minute, zone));
  };
  return (
    <div className={classes.pick}>
      <Select
        label={t('next.pickDay')}
        searchable
        value={String(days)}
        data={Array.from({ length: 31 }, (_, at) => ({
          value: String(at),
          label: formatDay(atHour(now, at, 12, 0, zone), language),
        }))}
        onChange={(value) => pick(Number(value ?? days), slot)}
      />
      <Select
        label={t('next.pickHour')}
        value={String(slot)}
        data={halfHours.map(({ hour, minute }, at) => ({
          value: String(at),
          label: formatTime(atHour(now, days, hour, minute, zone), language),
        }))}
        onChange={(value) => pick(days, Number(value ?? slot))}
      />
    </div>
  );
}
