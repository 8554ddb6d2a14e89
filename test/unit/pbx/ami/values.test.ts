import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isIdentity, msOfClock, msOfSeconds, msOfTimestamp, textOf, wholeOf } from '../../../../pbx/ami/values.ts';

describe("Asterisk's clock", () => {
  test.each([
    ['1763758888.123456', 1_763_758_888_123],
    ['1763758888.1', 1_763_758_888_100],
    ['1763758888.12', 1_763_758_888_120],
    ['1763758888.000999', 1_763_758_888_000],
    ['1763758888', 1_763_758_888_000],
    ['1763758888.', 1_763_758_888_000],
    ['17637588', null],
    ['', null],
    ['1763758888.1.2', null],
    ['-1763758888.1', null],
    ['1763758888,1', null],
    ['17637588880000', null],
    [' 1763758888.1', null],
    ['1e9', null],
  ])('%j is %j', (text, ms) => expect(msOfTimestamp(text)).toBe(ms));

  test('is exact for every millisecond', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1_000_000_000_000, max: 9_999_999_999_999 }),
        fc.integer({ min: 0, max: 999 }),
        (ms, us) => {
          const text = `${Math.floor(ms / 1000)}.${String(ms % 1000).padStart(3, '0')}${String(us).padStart(3, '0')}`;
          expect(msOfTimestamp(text)).toBe(ms);
        },
      ),
    );
  });

  test('durations', () => {
    expect([msOfClock('01:02:03'), msOfClock('100:00:00'), msOfClock('1:61:00'), msOfClock(undefined)]).toEqual([
      3_723_000,
      360_000_000,
      null,
      null,
    ]);
    expect([msOfSeconds('11'), msOfSeconds('-1'), msOfSeconds('x'), msOfSeconds('')]).toEqual([
      11_000,
      null,
      null,
      null,
    ]);
  });
});

test.each([
  ['<unknown>', null],
  ['<none>', null],
  ['(null)', null],
  ['', null],
  [undefined, null],
  ['unknown', 'unknown'],
  ['<b>Bob</b>', '<b>Bob</b>'],
  ['(020) 7946', '(020) 7946'],
])('the text %j is %j', (text, expected) => expect(textOf(text)).toBe(expected));

test.each([
  ['16', 16],
  ['-1', -1],
  ['1.5', null],
  ['0x10', null],
  ['1e3', null],
  ['9'.repeat(16), null],
])('the number %j is %j', (text, expected) => expect(wholeOf(text)).toBe(expected));

test.each([
  ['1763758888.1', true],
  ['f29ea68048f6-1530015089.506', true],
  ['attempt-0001', true],
  ['a b', false],
  ['<null>', false],
  ['none', false],
  ['ключ', false],
  ['x'.repeat(151), false],
])('the identity %j: %j', (text, expected) => expect(isIdentity(text)).toBe(expected));
