import { describe, expect, test } from 'vitest';
import { destinationKind, isCallable } from '../../../server/domain/number/destination.ts';
import { isWithheld } from '../../../server/domain/number/withheld.ts';

describe('where a number leads, seen from Britain', () => {
  test.each([
    ['+447700900123', 'home'],
    ['+442079460123', 'home'],
    ['+448081570123', 'home'],
    ['+33123456789', 'foreign'],
    ['+441534555555', 'foreign'],
    ['+12025550123', 'foreign'],
    ['+449098790123', 'premium'],
    ['+448455551234', 'premium'],
    ['+881612345678', 'premium'],
    ['+19005550123', 'premium'],
    ['+44999', 'emergency'],
    ['112', 'emergency'],
    ['999', 'emergency'],
    ['1234', 'short'],
    ['+44555', 'invalid'],
    ['+4477009001234567', 'invalid'],
    ['abc', 'invalid'],
    ['', 'invalid'],
  ])('%s is %s', (number, kind) => {
    expect(destinationKind(number, 'GB')).toBe(kind);
  });

  test('only home and foreign numbers can be called back without a person', () => {
    expect(
      ['+447700900123', '+33123456789', '+449098790123', '112', '+44555'].map((number) => isCallable(number, 'GB')),
    ).toEqual([true, true, false, false, false]);
  });

  test('with no home everything is foreign, and an emergency number is still one', () => {
    expect(destinationKind('+447700900123', '')).toBe('foreign');
    expect(destinationKind('112', '')).toBe('emergency');
  });
});

describe('a caller who holds the number back', () => {
  test.each([
    ['+447700900123', null, false],
    ['+447700900123', 'allowed_not_screened', false],
    ['+447700900123', '0 (Presentation Allowed, Not Screened)', false],
    ['+447700900123', 'prohib_not_screened', true],
    ['+447700900123', '35 (Presentation Prohibited, Network Number)', true],
    ['anonymous', null, true],
    [null, null, true],
    ['alice', null, false],
  ])('%j with presentation %j: %s', (raw, presentation, withheld) => {
    expect(isWithheld(raw, presentation)).toBe(withheld);
  });
});
