import { eq, sql } from 'drizzle-orm';
import type { DeviceRow } from '../../schema/contracts/admin.ts';
import { devices } from '../../schema/tables/people.ts';
import type { DbTx } from '../platform/db.ts';
import { ms, rowsOf } from './sql.ts';

/** A phone and whose it is. */
export interface Device {
  readonly id: number;
  readonly pbxId: number;
  readonly device: string;
  readonly extension: string;
  readonly label: string | null;
  readonly userId: number | null;
}

const columns = {
  id: devices.id,
  pbxId: devices.pbxId,
  device: devices.device,
  extension: devices.extension,
  label: devices.label,
  userId: devices.userId,
};

/** Phones: each belongs to at most one person. */
export function deviceStore(tx: DbTx) {
  return {
    async byId(id: number): Promise<Device | undefined> {
      return (await tx.select(columns).from(devices).where(eq(devices.id, id)))[0];
    },
    ofUser(userId: number): Promise<Device[]> {
      return tx.select(columns).from(devices).where(eq(devices.userId, userId)).orderBy(devices.id);
    },
    /** Undefined when the PBX already has a phone of that name. */
    async add(device: Omit<Device, 'id' | 'userId'>): Promise<Device | undefined> {
      return (await tx.insert(devices).values(device).onConflictDoNothing().returning(columns))[0];
    },
    async give(id: number, userId: number | null): Promise<void> {
      await tx.update(devices).set({ userId }).where(eq(devices.id, id));
    },
    /** It answered when it was asked to, or it did not; null: to be tried again. */
    async answersByNotify(device: string, answers: boolean | null): Promise<void> {
      const noted = { answersByNotify: answers, answersNotedAt: answers === null ? null : sql`now()` };
      await tx.update(devices).set(noted).where(eq(devices.device, device));
    },
    /** With what the calls of the last seven days say about each phone. */
    list(at: number, id?: number): Promise<DeviceRow[]> {
      const since = new Date(at - 7 * 86_400_000).toISOString();
      return rowsOf<DeviceRow>(
        tx,
        sql`select d.id, d.device, d.extension, d.label,
              case when u.id is null then null else json_build_object('id', u.id, 'name', u.name) end as owner,
              coalesce(seen.n, 0)::int as "calls7d", ${ms('seen.last')} as "lastCallAt",
              null as "nameOnPhone", null as suggestion
            from devices d
            left join users u on u.id = d.user_id
            left join (
              select l.device, count(distinct l.call_id) as n, max(l.started_at) as last
              from call_legs l where l.started_at > ${since}::timestamptz and l.device is not null group by l.device
            ) seen on seen.device = d.device
            where ${id === undefined ? sql`true` : sql`d.id = ${id}`} order by d.extension, d.id`,
      );
    },
    /** Every extension of ours. */
    async extensions(): Promise<string[]> {
      return (await tx.selectDistinct({ extension: devices.extension }).from(devices)).map((row) => row.extension);
    },
  };
}
export type DeviceStore = ReturnType<typeof deviceStore>;
