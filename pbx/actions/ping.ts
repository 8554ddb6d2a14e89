import type { ActionFields } from './guard.ts';

/** Asks for a sign of life. */
export function pingFields(): ActionFields {
  return { Action: 'Ping' };
}
