import { type CallbackPolicy, standardPolicy } from '../domain/callback/policy.ts';

const waits = ['leaseMs', 'attemptWithinMs', 'attemptGraceMs', 'lostAfterMs', 'wholeForMs'] as const;

/**
 * How long things may wait. Only a test may make it shorter, and nothing makes it longer: with `RINGBACK_ENV=test`,
 * `RINGBACK_WAITS=leaseMs=3000,attemptWithinMs=5000` and so on.
 */
export function policyOf(env: Readonly<Record<string, string | undefined>>): CallbackPolicy {
  const { RINGBACK_ENV, RINGBACK_WAITS: told } = env;
  if (RINGBACK_ENV !== 'test' || !told) return standardPolicy;
  const policy = { ...standardPolicy };
  for (const pair of told.split(',')) {
    const [name, ms] = pair.split('=');
    const known = waits.find((one) => one === name);
    if (known === undefined || !/^[1-9][0-9]{1,5}$/.test(ms ?? ''))
      throw new Error(`RINGBACK_WAITS cannot hold ${pair}`);
    policy[known] = Math.min(policy[known], Number(ms));
  }
  return policy;
}
