import { sql } from 'drizzle-orm';

/**
 * Whether the talk `t` can be heard in the recording `r` of the same call. What is recorded on the customer's channel (or
 * on a part of the PBX that stands for it) holds every talk while it lasts; on an agent's own channel, that agent's alone.
 */
export const heardIn = sql`t.ended_at > r.started_at and not exists (select 1 from call_legs l
  where l.call_id = r.call_id and l.uniqueid = r.uniqueid
    and (t.started_at >= l.ended_at or (l.uniqueid <> t.uniqueid and l.role not in ('customer', 'service'))))`;
