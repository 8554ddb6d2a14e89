import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type DialPolicy, mayDial } from '../../../server/domain/number/may-dial.ts';

const policy = (over: Partial<DialPolicy> = {}): DialPolicy => ({
  country: 'GB',
  areaCode: null,
  dialCountries: [],
  isExtension: (digits) => digits === '1001' || digits === '999',
  ...over,
});

describe('what may be dialled', () => {
  test.each([
    ['0771 090 0123', '+447710900123'],
    ['+44 (0)20 7946 0018', '+442079460018'],
    ['‪+44 20 7946 0018‬', '+442079460018'],
  ])('%s is %s', (typed, number) => {
    expect(mayDial(typed, policy())).toEqual({ ok: true, number, internal: false });
  });

  test('an extension of ours comes before short numbers, but never before the well-known emergency ones', () => {
    const ours = policy({ isExtension: () => true });
    expect(mayDial('1001', ours)).toEqual({ ok: true, number: '1001', internal: true });
    expect(mayDial('101', ours)).toEqual({ ok: true, number: '101', internal: true });
    expect(mayDial('999', ours)).toMatchObject({ ok: false, why: 'emergency-number' });
  });

  test('a country is allowed by name, the others are not', () => {
    const abroad = policy({ dialCountries: ['GE', 'ir'] });
    expect(mayDial('+995 32 212 3456', abroad)).toMatchObject({ ok: true });
    expect(mayDial('+98 21 1234 5678', abroad)).toMatchObject({ ok: true });
    expect(mayDial('+7 495 123 45 67', abroad)).toMatchObject({ ok: false, why: 'foreign-number' });
  });

  test('whatever is typed, what leaves is a plus and digits, or digits of an extension', () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.string({ unit: 'binary' }), fc.stringMatching(/^[+0-9 ()&;@$/\r\n-]{0,50}$/)),
        (typed) => {
          const verdict = mayDial(typed, policy());
          if (verdict.ok) expect(verdict.number).toMatch(verdict.internal ? /^1001$/ : /^\+44[0-9]{7,13}$/);
          if (
            /[^+0-9\u06f0-\u06f9\u0660-\u0669\s().\-\u2010-\u2015\u200e\u200f\u202a-\u202e\u2066-\u2069/]|[\r\n\t]/.test(
              typed,
            )
          ) {
            expect(verdict).toMatchObject({ ok: false, why: 'bad-number' });
          }
        },
      ),
      { numRuns: 2_000 },
    );
  });
});
