import type { DestinationKind } from '../number/destination.ts';

/** Why a person must look before this customer can be called. */
export const needsReasons = [
  'withheld',
  'letters',
  'too_short',
  'not_a_number',
  'emergency',
  'premium',
  'attempts_used_up',
  'number_does_not_exist',
  'wrong_number',
] as const;
export type NeedsReason = (typeof needsReasons)[number];

interface Caller {
  readonly number: string | null;
  readonly raw: string | null;
  readonly withheld: boolean;
}

/** Null when the caller can be called back by anyone; else why a person must decide. */
export function whyNotCallable(
  { number, raw, withheld }: Caller,
  kindOf: (number: string) => DestinationKind,
): NeedsReason | null {
  if (number === null) return whyNoNumber(raw, withheld);
  switch (kindOf(number)) {
    case 'home':
    case 'foreign':
      return null;
    case 'emergency':
      return 'emergency';
    case 'premium':
      return 'premium';
    case 'short':
      return 'too_short';
    case 'invalid':
      return 'not_a_number';
  }
}

function whyNoNumber(raw: string | null, withheld: boolean): NeedsReason {
  const text = (raw ?? '').trim();
  if (withheld || text === '') return 'withheld';
  if (/\p{L}/u.test(text)) return 'letters';
  return text.replace(/\D/g, '').length < 3 ? 'too_short' : 'not_a_number';
}
