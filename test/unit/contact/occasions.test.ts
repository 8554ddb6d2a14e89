import { expect, test } from 'vitest';
import { birthdaysOf, dayAt, rhythmDay } from '../../../server/domain/contact/occasions.ts';

const day = (text: string) => Date.parse(`${text}T00:00:00Z`) / 86_400_000;

test('a rhythm counts days on the clock of the company', () => {
  const late = Date.parse('2026-11-01T21:30:00Z');
  expect(rhythmDay('UTC', late, 7)).toBe(day('2026-11-08'));
  expect(rhythmDay('Asia/Tehran', late, 7)).toBe(day('2026-11-09'));
  expect(dayAt('America/New_York', Date.parse('2026-11-01T03:30:00Z'))).toBe(day('2026-10-31'));
});

test('a birthday on 29 February is kept every year', () => {
  expect(birthdaysOf(day('2026-11-28'))).toEqual(['11-28']);
  expect(birthdaysOf(day('2027-02-28'))).toEqual(['02-28', '02-29']);
  expect(birthdaysOf(day('2028-02-28'))).toEqual(['02-28']);
  expect(birthdaysOf(day('2028-02-29'))).toEqual(['02-29']);
});
