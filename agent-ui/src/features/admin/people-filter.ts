import type { PersonRow } from '../../../../schema/contracts/admin.ts';
import { asciiDigits } from '../../i18n/digits.ts';

export const peopleFilters = ['all', 'agents', 'supervisors', 'admins', 'noPhone', 'disabled'] as const;
export type PeopleFilter = (typeof peopleFilters)[number];

/** Whether a person is under a chip. Those switched off stand only under their own and under all; only agents need a phone. */
export function isUnder(person: PersonRow, filter: PeopleFilter): boolean {
  const off = person.disabledAt !== null;
  switch (filter) {
    case 'all':
      return true;
    case 'disabled':
      return off;
    case 'noPhone':
      return !off && person.role === 'agent' && person.devices.length === 0;
    case 'agents':
      return !off && person.role === 'agent';
    case 'supervisors':
      return !off && person.role === 'supervisor';
    case 'admins':
      return !off && person.role === 'admin';
  }
}

/** How many people each chip stands for. */
export function countsOf(people: readonly PersonRow[]): Record<PeopleFilter, number> {
  const count = (filter: PeopleFilter) => people.filter((person) => isUnder(person, filter)).length;
  return {
    all: count('all'),
    agents: count('agents'),
    supervisors: count('supervisors'),
    admins: count('admins'),
    noPhone: count('noPhone'),
    disabled: count('disabled'),
  };
}

/** The people under a chip whose name, login, device or extension holds the text; those switched off come last. */
export function shownPeople(people: readonly PersonRow[], filter: PeopleFilter, text: string): readonly PersonRow[] {
  const wanted = asciiDigits(text.trim().toLocaleLowerCase());
  return people
    .filter((person) => isUnder(person, filter))
    .filter((person) => {
      const words = [
        person.name,
        person.login,
        ...person.devices.flatMap(({ device, extension }) => [device, extension]),
      ];
      return wanted === '' || words.some((word) => word.toLocaleLowerCase().includes(wanted));
    })
    .sort((a, b) => Number(a.disabledAt !== null) - Number(b.disabledAt !== null) || a.name.localeCompare(b.name));
}
