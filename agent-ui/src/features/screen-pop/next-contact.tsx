import { Select } from '@mantine/core';
import { IconCalendarPlus } from '@tabler/icons-react';
import { useState } from 'react';
import { useSession } from '../../api/session.ts';
import { formatDay, formatTime } from '../../i18n/format.ts';
import { Chip } from '../../ui/chip.tsx';
import { useMinute } from '../../ui/ticker.ts';
import { atHour, hourIn } from '../../ui/zone.ts';
import { useWords } from './words.ts';
import classes from './wrap-up-panel.module.css';

interface Props {
  readonly value: number | null;
  readonly onChange: (at: number | null) => void;
}

/** When to be in touch next: near days at one press, any day and hour by choosing. */
export function NextContact({ value, onChange }: Props) {
  const { t, language } = useWords();
  const { site } = useSession();
  const now = useMinute();
  const [picking, setPicking] = useState(false);
  const soon = Math.min(hourIn(now, site.timeZone) + 2, 20);
  const today = atHour(now, 0, soon, 0, site.timeZone);
  const tomorrow = atHour(now, 1, 10, 0, site.timeZone);
  const in3 = atHour(now, 3, 10, 0, site.timeZone);
  const choose = (at: number | null) => (): void => {
    setPicking(false);
    onChange(at);
  };
  const near = [today, tomorrow, in3];
  return (
    <>
      <div className={classes.chips}>
        {today > now ? (
          <Chip on={!picking && value === today} onClick={choose(today)} aside={formatTime(today, language)}>
            {t('wrap.today')}
          </Chip>
        ) : null}
        <Chip on={!picking && value === tomorrow} onClick={choose(tomorrow)} aside={formatDay(tomorrow, language)}>
          {t('wrap.tomorrow')}
        </Chip>
        <Chip on={!picking && value === in3} onClick={choose(in3)} aside={formatDay(in3, language)}>
          {t('wrap.in3')}
        </Chip>
        <Chip on={picking || (value !== null && !near.includes(value))} onClick={() => setPicking(true)}>
          <span className={classes.withIcon}>
            <IconCalendarPlus size={14} stroke={1.6} aria-hidden />
            {t('wrap.pick')}
          </span>
        </Chip>
        <Chip on={!picking && value === null} onClick={choose(null)}>
          {t('wrap.none')}
        </Chip>
      </div>
      {picking ? <PickMoment now={now} zone={site.timeZone} onChange={onChange} /> : null}
    </>
  );
}

interface PickProps {
  readonly now: number;
  readonly zone: string;
  readonly onChange: (at: number) => void;
}

const halfHours = Array.from({ length: 25 }, (_, at) => ({ hour: 8 + Math.floor(at / 2), minute: (at % 2) * 30 }));

/** A day of the coming month and a half hour, in the calendar and digits of the language. */
function PickMoment({ now, zone, onChange }: PickProps) {
  const { t, language } = useWords();
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
        label={t('wrap.pickDay')}
        searchable
        value={String(days)}
        data={Array.from({ length: 31 }, (_, at) => ({
          value: String(at),
          label: formatDay(atHour(now, at, 12, 0, zone), language),
        }))}
        onChange={(value) => pick(Number(value ?? days), slot)}
      />
      <Select
        label={t('wrap.pickHour')}
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
