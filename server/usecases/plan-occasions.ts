import { workingDayFrom } from '../domain/calendar/working-days.ts';
import { birthdayCalendar, birthdaysOn, dayAt, rhythmDay } from '../domain/contact/occasions.ts';
import type { Reachable } from '../store/occasions.ts';
import type { Deps } from './deps.ts';
import type { Office } from './office.ts';
import { openRequest } from './open-callback.ts';

const DAY_MS = 24 * 3_600_000;
/** Days on which nobody was there to plan are made up for. */
const lookBack = 3;
/** No birthday comes twice within it. */
const aYearAlmost = 300 * DAY_MS;
const atOnce = 200;

/**
 * Opens an item for everybody whose turn has come by the calendar: customers who are called every so many days, and
 * birthdays. Due at ten o'clock, or the first opening after it, of the day or of the next on which somebody is there.
 * Nobody has two at a time for one occasion, and who may not be called has none. Answers how many were opened.
 */
export function planOccasions(house: Office & Deps): Promise<number> {
  return house.transact(async (tx) => {
    const site = await tx.site.get();
    if (!site) return 0;
    await tx.occasions.alone();
    const at = house.now();
    const { timeZone } = site;
    const calendars = await tx.calendars.kept();
    const today = dayAt(timeZone, at);
    const plan = async (origin: 'cadence' | 'birthday', { contactId, number }: Reachable, day: number) => {
      const dueAt = workingDayFrom(calendars, timeZone, at, day)?.at ?? at;
      const who = { siteId: site.id, country: site.country, number, contactId };
      await openRequest(house, tx, { ...who, origin, lineId: null, dueAt, note: null, ownerId: null, byId: null });
    };
    let opened = 0;
    for (const found of await tx.occasions.inRhythm(at + DAY_MS, atOnce)) {
      const day = rhythmDay(timeZone, found.since, found.everyDays);
      if (day > today) continue;
      await plan('cadence', found, day);
      opened += 1;
    }
    const days = Array.from({ length: lookBack + 1 }, (_, n) => today - n);
    const birthdays = birthdaysOn(days, birthdayCalendar(site));
    for (const found of await tx.occasions.withBirthday(birthdays, at - aYearAlmost, atOnce)) {
      await plan('birthday', found, today);
      opened += 1;
    }
    return opened;
  });
}
