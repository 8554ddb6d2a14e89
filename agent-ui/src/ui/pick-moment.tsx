import { Select } from '@mantine/core';
import { useSession } from '../api/session.ts';
import { formatTime } from '../i18n/format.ts';
import { useCommon } from '../i18n/words.ts';
import { MonthGrid } from './month-grid.tsx';
import classes from './next-contact.module.css';
import { useDaysAhead } from './use-days-ahead.ts';
import { atDateHour, dateIn, hourIn } from './zone.ts';

interface Props {
  readonly value: number;
  readonly now: number;
  readonly onChange: (at: number) => void;
}

const halfHours = Array.from({ length: 29 }, (_, at) => ({ hour: 7 + Math.floor(at / 2), minute: (at % 2) * 30 }));

/** A day in the calendar of the language, and a half hour of it. */
export function PickMoment({ value, now, onChange }: Props) {
  const { t, language } = useCommon();
  const { timeZone } = useSession().site;
  const ahead = useDaysAhead(now);
  const today = dateIn(now, timeZone);
  const date = dateIn(value, timeZone);
  const hour = Math.min(Math.max(hourIn(value, timeZone), 7), 21);
  const slots = halfHours.map((each, at) => ({
    value: String(at),
    at: atDateHour(date, each.hour, each.minute, timeZone),
  }));
  const chosen = slots.find(({ at }) => at === value) ?? slots[(hour - 7) * 2];
  const pick = (nextDate: string, slot: string): void => {
    const at = halfHours[Number(slot)] ?? { hour: 10, minute: 0 };
    onChange(atDateHour(nextDate, at.hour, at.minute, timeZone));
  };
  return (
    <div className={classes.pick}>
      <MonthGrid
        value={date}
        today={today}
        min={today}
        onPick={(next) => pick(next, chosen?.value ?? '6')}
        closed={ahead.isClosedDate}
        owed={ahead.owedOnDate}
      />
      <Select
        label={t('next.pickHour')}
        value={chosen?.value ?? null}
        data={slots.map(({ value: slot, at }) => ({
          value: slot,
          label: formatTime(at, language),
          disabled: at <= now,
        }))}
        comboboxProps={{ withinPortal: false }}
        onChange={(slot) => slot !== null && pick(date, slot)}
      />
    </div>
  );
}
