import { normalise } from '../domain/number/normalise.ts';
import type { SitePlan } from '../usecases/provision-site.ts';
import { ladderOf } from './site-ladder.ts';
import type { Site } from './site-yaml.ts';

/** A checked SITE.yaml as it is stored: numbers of contacts in E.164, defaults of the site filled in. */
export function sitePlanOf({ site, pbx, calendars, lines, queues, people, devices, contacts }: Site): {
  readonly plan: SitePlan;
  /** Numbers of contacts that cannot be read as telephone numbers: left out, named for a person to mend. */
  readonly unreadable: readonly string[];
} {
  const unreadable: string[] = [];
  const { recordings: _, ...pbxPlan } = pbx;
  const plan: SitePlan = {
    site: { ...site, escalation: site.escalation ? ladderOf(site.escalation) : null },
    pbx: pbxPlan,
    calendars: calendars.map(({ name, timeZone, weekly, holidays, open }) => ({
      name,
      timeZone: timeZone ?? site.timeZone,
      weekly: [weekly.mon, weekly.tue, weekly.wed, weekly.thu, weekly.fri, weekly.sat, weekly.sun],
      holidays: holidays.map(({ name, days, ...when }) => ({
        date: 'date' in when ? when.date : null,
        days,
        name,
        persian: 'persian' in when ? when.persian : null,
      })),
      specialDays: open,
    })),
    lines: lines.map((line) => ({
      ...line,
      escalation: line.escalation ? ladderOf(line.escalation) : null,
      language: line.language ?? site.language,
      country: line.country ?? site.country,
      areaCode: line.areaCode === undefined ? site.areaCode : line.areaCode,
    })),
    queues,
    people: people.map((person) => ({ ...person, language: person.language ?? site.language })),
    devices,
    contacts: contacts.map((contact) => ({
      ...contact,
      language: null,
      phones: contact.phones.flatMap((raw) => {
        const number = normalise(raw, site);
        if (number === null) unreadable.push(`${contact.name}: ${raw}`);
        return number ?? [];
      }),
    })),
  };
  return { plan, unreadable };
}
