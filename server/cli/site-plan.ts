import { normalise } from '../domain/number/normalise.ts';
import type { SitePlan } from '../usecases/provision-site.ts';
import type { Site } from './site-yaml.ts';

/** A checked SITE.yaml as it is stored: numbers of contacts in E.164, defaults of the site filled in. */
export function sitePlanOf({ site, pbx, lines, queues, people, devices, contacts }: Site): {
  readonly plan: SitePlan;
  /** Numbers of contacts that cannot be read as telephone numbers: left out, named for a person to mend. */
  readonly unreadable: readonly string[];
} {
  const unreadable: string[] = [];
  const { recordings: _, ...pbxPlan } = pbx;
  const plan: SitePlan = {
    site,
    pbx: pbxPlan,
    lines: lines.map((line) => ({
      ...line,
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
