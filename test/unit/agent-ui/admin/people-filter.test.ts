import { describe, expect, test } from 'vitest';
import { countsOf, shownPeople } from '../../../../agent-ui/src/features/admin/people-filter.ts';
import type { PersonRow } from '../../../../schema/contracts/admin.ts';

const person = (id: number, name: string, over: Partial<PersonRow> = {}): PersonRow => ({
  id,
  name,
  login: name.toLowerCase().replace(' ', '.'),
  role: 'agent',
  language: 'en',
  disabledAt: null,
  email: null,
  hasPassword: true,
  devices: [{ id, device: `PJSIP/10${id}`, extension: `10${id}`, label: null }],
  queues: [],
  ...over,
});
const people = [
  person(12, 'Sofia Marek'),
  person(10, 'Petra Novak', { devices: [] }),
  person(11, 'Anna Keller', { role: 'supervisor' }),
  person(13, 'Abel Gone', { disabledAt: 5, devices: [] }),
];

describe('the list of people', () => {
  test('counts each chip, those switched off only under their own and under all', () => {
    expect(countsOf(people)).toEqual({ all: 4, agents: 2, supervisors: 1, admins: 0, noPhone: 1, disabled: 1 });
  });

  test('is by name, those switched off last', () => {
    expect(shownPeople(people, 'all', '').map(({ name }) => name)).toEqual([
      'Anna Keller',
      'Petra Novak',
      'Sofia Marek',
      'Abel Gone',
    ]);
  });

  test('is searched by name, login, device and extension, also in Persian digits', () => {
    expect(shownPeople(people, 'all', 'sofia.m')).toHaveLength(1);
    expect(shownPeople(people, 'all', 'pjsip/1011')[0]?.name).toBe('Anna Keller');
    expect(shownPeople(people, 'all', '۱۰۱۲')[0]?.name).toBe('Sofia Marek');
    expect(shownPeople(people, 'supervisors', 'sofia')).toEqual([]);
  });
});
