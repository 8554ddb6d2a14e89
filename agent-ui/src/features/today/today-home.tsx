import { Button } from '@mantine/core';
import { useNavigate } from 'react-router';
import { useSession } from '../../api/session.ts';
import { useDeskSlots } from '../../ui/desk-slots.tsx';
import { PhoneNumber } from '../../ui/phone-number.tsx';
import { useMinute } from '../../ui/ticker.ts';
import { hourIn } from '../../ui/zone.ts';
import classes from './today-home.module.css';
import { currentItem, dayBoxes, pageOfItem } from './today-order.ts';
import { useToday } from './use-today.ts';
import { useWords } from './words.ts';

/** The middle of the desk while nobody is open: a word of greeting and the first thing to do. */
export function TodayHome() {
  const { t, rich } = useWords();
  const { user, site } = useSession();
  const navigate = useNavigate();
  const slots = useDeskSlots();
  const { data } = useToday();
  const now = useMinute();
  const hour = hourIn(now, site.timeZone);
  const owed = data ? (dayBoxes(data, now, user.id)[0]?.items.length ?? 0) : 0;
  const name = user.name.split(' ')[0] ?? user.name;
  const first = currentItem(data?.items ?? [], null, now, user.id);
  const greeting =
    hour < 12 ? t('home.morning', { name }) : hour < 18 ? t('home.day', { name }) : t('home.evening', { name });
  return (
    <div className={classes.home}>
      {slots.top}
      {slots.insert}
      <div className={classes.words}>
        <h1>{greeting}</h1>
        {data ? <p>{owed > 0 ? t('home.owed', { count: owed }) : t('home.nothing')}</p> : null}
        {first ? (
          <Button variant="default" onClick={() => navigate(pageOfItem(first))}>
            <span>
              {rich('home.first', {
                name: first.contact ? <bdi>{first.contact.name}</bdi> : <PhoneNumber number={first.number} />,
              })}
            </span>
          </Button>
        ) : null}
      </div>
    </div>
  );
}
