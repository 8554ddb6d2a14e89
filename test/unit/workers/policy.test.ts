import { expect, test } from 'vitest';
import { policyOf } from '../../../server/compose/policy.ts';
import { standardPolicy } from '../../../server/domain/callback/policy.ts';

test('waits are made shorter by tests alone, and longer by nobody', () => {
  expect(policyOf({ RINGBACK_WAITS: 'leaseMs=3000' })).toBe(standardPolicy);
  expect(policyOf({ RINGBACK_ENV: 'production', RINGBACK_WAITS: 'leaseMs=3000' })).toBe(standardPolicy);
  expect(policyOf({ RINGBACK_ENV: 'test' })).toBe(standardPolicy);
  const policy = policyOf({ RINGBACK_ENV: 'test', RINGBACK_WAITS: 'leaseMs=3000,attemptWithinMs=999999' });
  expect(policy).toEqual({ ...standardPolicy, leaseMs: 3_000 });
  for (const bad of ['leaseMs=0', 'leaseMs=x', 'maxAttempts=99', '='])
    expect(() => policyOf({ RINGBACK_ENV: 'test', RINGBACK_WAITS: bad })).toThrow('RINGBACK_WAITS');
});
