import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { E164 } from '../../../schema/values/e164.ts';
import { normalise } from '../../../server/domain/number/normalise.ts';

const london = { country: 'GB', areaCode: '20' };
const nowhere = { country: '', areaCode: null };

describe('a number in E.164', () => {
  test.each([
    ['+447700900123', '+447700900123'],
    ['447700900123', '+447700900123'],
    ['07700900123', '+447700900123'],
    ['00447700900123', '+447700900123'],
    ['020 7946-0123', '+442079460123'],
    ['(020) 7946.0123', '+442079460123'],
    ['79460123', '+442079460123'],
    ['۰۲۰۷۹۴۶۰۱۲۳', '+442079460123'],
    ['tel:+44-20-7946-0123', '+442079460123'],
    ['sip:+442079460123@carrier.example', '+442079460123'],
    ['+442079460123;npdi', '+442079460123'],
    ['+31150010001', '+31150010001'],
    ['0031150010001', '+31150010001'],
  ])('%s in London is %s', (raw, e164) => {
    expect(normalise(raw, london)).toBe(e164);
  });

  test.each([
    ['02122345678', 'IR', null, '+982122345678'],
    ['88552211', 'IR', '21', '+982188552211'],
    ['89161234567', 'RU', null, '+79161234567'],
    ['599123456', 'GE', null, '+995599123456'],
    ['2125550123', 'US', null, '+12125550123'],
  ])('%s in %s (area %s) is %s', (raw, country, areaCode, e164) => {
    expect(normalise(raw, { country, areaCode })).toBe(e164);
  });

  test.each([
    null,
    '',
    '00',
    '12',
    '1002',
    '999',
    'alice',
    '+315080xxxxx',
    '1-800-FLOWERS',
    '020\r\nEvent: Hangup',
    '\u0024{SHELL(x)}',
    '300&DAHDI/g1/900',
    '+',
    '++447700900123',
    '41'.repeat(21),
  ])('%j is none', (raw) => {
    expect(normalise(raw, london)).toBeNull();
  });

  test('without a country only numbers that name theirs are understood', () => {
    expect(normalise('+447700900123', nowhere)).toBe('+447700900123');
    expect(normalise('00447700900123', nowhere)).toBe('+447700900123');
    expect(normalise('07700900123', nowhere)).toBeNull();
    expect(normalise('07700900123', { country: 'ZZ', areaCode: null })).toBeNull();
  });

  test('whatever is sent, the result is E.164 or nothing, and stays what it is', () => {
    const texts = fc.oneof(
      fc.string(),
      fc.stringMatching(/^\+?[0-9 ()-]{1,20}$/),
      fc.string({ unit: 'binary', maxLength: 80 }),
    );
    fc.assert(
      fc.property(texts, fc.constantFrom('GB', 'IR', 'US', 'RU', 'GE', ''), (raw, country) => {
        const number = normalise(raw, { country, areaCode: null });
        if (number === null) return;
        expect(E164.safeParse(number).success).toBe(true);
        expect(normalise(number, { country: 'GB', areaCode: null })).toBe(number);
      }),
      { numRuns: 2000 },
    );
  });
});
