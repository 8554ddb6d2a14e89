import { describe, expect, test } from 'vitest';
import { destinationKind } from '../../../server/domain/number/destination.ts';
import { remembered } from '../../../server/domain/number/remembered.ts';

describe('a function that remembers', () => {
  test('is asked once for what is asked again and again, and forgets what is old', () => {
    const asked: string[] = [];
    const length = remembered(3, (text, place) => {
      asked.push(`${place}:${text}`);
      return text.length;
    });
    for (let n = 0; n < 20; n += 1) {
      expect(length('often', 'GB')).toBe(5);
      expect(length(`once ${n}`, 'GB')).toBe(`once ${n}`.length);
    }
    expect(asked.filter((one) => one === 'GB:often')).toHaveLength(1);
    expect(length('once 0', 'GB')).toBe(6);
    expect(asked.filter((one) => one === 'GB:once 0')).toHaveLength(2);
  });

  test('never takes one country for another', () => {
    expect(destinationKind('+33123456789', 'GB')).toBe('foreign');
    expect(destinationKind('+33123456789', 'FR')).toBe('home');
    expect(destinationKind('+33123456789', 'GB')).toBe('foreign');
    expect(destinationKind('1'.repeat(500), 'GB')).toBe('invalid');
  });
});
