import { describe, expect, test } from 'vitest';
import { improves, type Verdict } from '../../../server/domain/records/improves.ts';

const whole: Verdict = { outcome: 'missed', reason: 'no_answer', warnings: [] };
const talked: Verdict = { outcome: 'talked', reason: null, warnings: [] };
const partly: Verdict[] = [
  { outcome: 'missed', reason: 'ended_unknown', warnings: [] },
  { outcome: 'unknown', reason: 'ended_unknown', warnings: [] },
  { outcome: 'talked', reason: null, warnings: ['hangup_missing'] },
  { outcome: 'talked', reason: null, warnings: ['started_before_us'] },
];

describe('a later look at a call', () => {
  test.each(partly)('turns doubt into certainty: %j', (known) => {
    expect(improves(known, whole)).toBe(true);
    expect(improves(known, talked)).toBe(true);
  });

  test('never changes what was seen whole, whatever it says', () => {
    for (const known of [whole, talked]) {
      for (const later of [whole, talked, ...partly]) expect(improves(known, later)).toBe(false);
    }
  });

  test('never puts one doubt in the place of another', () => {
    for (const known of partly) for (const later of partly) expect(improves(known, later)).toBe(false);
  });
});
