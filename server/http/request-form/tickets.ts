import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';

/** When a form was opened, in words only this process can write. */
export interface Tickets {
  give(): string;
  /** `early`: sooner than a person fills in a form. `stale`: too old, from before a restart, or not ours. */
  judge(ticket: string): 'good' | 'early' | 'stale';
}

/** Nobody writes a telephone number faster. */
export const fillMs = 2_000;
const lastsMs = 12 * 60 * 60_000;

export function createTickets(now: () => number): Tickets {
  const key = randomBytes(32);
  const sign = (at: string) => createHmac('sha256', key).update(at).digest();
  return {
    give() {
      const at = String(now());
      return `${at}.${sign(at).toString('base64url')}`;
    },
    judge(ticket) {
      const [, at = '', proof = ''] = /^([0-9]{1,16})\.([A-Za-z0-9_-]{43})$/.exec(ticket) ?? [];
      const given = Buffer.from(proof, 'base64url');
      if (given.length !== 32 || !timingSafeEqual(given, sign(at))) return 'stale';
      const age = now() - Number(at);
      if (age > lastsMs) return 'stale';
      return age < fillMs ? 'early' : 'good';
    },
  };
}
