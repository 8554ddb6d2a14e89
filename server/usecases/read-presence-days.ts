import type { PresenceDay } from '../store/presence.ts';
import type { Office } from './office.ts';
import { Refusal } from './refusal.ts';

const longestMs = 100 * 24 * 3_600_000;

/** Time each person spent in each state, day by day of the company's calendar, both days included. */
export function readPresenceDays(office: Office, from: string, to: string): Promise<PresenceDay[]> {
  const lengthMs = Date.parse(to) - Date.parse(from);
  if (lengthMs < 0 || lengthMs > longestMs) throw new Refusal('bad-request', 'to');
  return office.transact(async (tx) =>
    tx.presence.days(from, to, (await tx.site.get())?.timeZone ?? 'UTC', office.now()),
  );
}
