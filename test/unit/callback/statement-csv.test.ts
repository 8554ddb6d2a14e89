import fc from 'fast-check';
import { expect, test } from 'vitest';
import { csvInstant, csvLine } from '../../../server/domain/statement/csv.ts';

/** Reads one line as RFC 4180 says. */
const cells = (line: string) =>
  [...line.matchAll(/"((?:[^"]|"")*)"(?:,|\r\n$)/g)].map(([, cell]) => cell?.replaceAll('""', '"'));

test('a formula from a stranger is only text, a telephone number stays a number', () => {
  expect(csvLine(['=HYPERLINK("http://x")', '+442079460101', '+1+cmd|x', '-2', '@SUM', 7, -3, true, null])).toBe(
    `"'=HYPERLINK(""http://x"")","+442079460101","'+1+cmd|x","'-2","'@SUM","7","-3","true",""\r\n`,
  );
});

test('any text comes back as it was, but for the apostrophe before a formula', () => {
  fc.assert(
    fc.property(fc.array(fc.string(), { minLength: 1 }), (texts) => {
      const formula = (text: string) => /^[=+\-@\t\r]/.test(text) && !/^\+[0-9]+$/.test(text);
      expect(cells(csvLine(texts))).toEqual(texts.map((text) => (formula(text) ? `'${text}` : text)));
    }),
  );
});

test('instants carry the offset of the company, also over a change of the clock', () => {
  expect(csvInstant(Date.UTC(2026, 9, 25, 0, 30), 'Europe/London')).toBe('2026-10-25T01:30:00+01:00');
  expect(csvInstant(Date.UTC(2026, 9, 25, 1, 30), 'Europe/London')).toBe('2026-10-25T01:30:00+00:00');
  expect(csvInstant(null, 'Asia/Tehran')).toBeNull();
});
