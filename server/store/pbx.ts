import { and, asc, desc, eq, inArray, isNotNull, isNull, lt, sql } from 'drizzle-orm';
import { blindWindows, coverageIntervals, quarantinedEvents } from '../../schema/tables/calls.ts';
import { devices } from '../../schema/tables/people.ts';
import { boots, lines, pbxes, sites } from '../../schema/tables/site.ts';
import type { SiteMap } from '../domain/call/site-map.ts';
import type { DbTx } from '../platform/db.ts';
import { rowsOf } from './sql.ts';

/** The PBX we listen to, and what the classifier must know of the site around it. */
export interface PbxSetup {
  readonly id: number;
  readonly name: string;
  readonly originateContext: string;
  /** Where our phones dial in. */
  readonly internalContext: string;
  readonly map: SiteMap;
}

/** What the intake reads and writes of a PBX besides its calls. */
export function pbxStore(tx: DbTx) {
  return {
    /** Undefined until a site has been provisioned. */
    async setup(): Promise<PbxSetup | undefined> {
      const [pbx] = await tx.select().from(pbxes).orderBy(asc(pbxes.id)).limit(1);
      const [site] = await tx.select().from(sites).orderBy(asc(sites.id)).limit(1);
      if (!pbx || !site) return undefined;
      const lineRows = await tx.select().from(lines).where(isNull(lines.retiredAt)).orderBy(asc(lines.id));
      const phones = await tx
        .select({ device: devices.device, extension: devices.extension })
        .from(devices)
        .where(eq(devices.pbxId, pbx.id));
      return {
        id: pbx.id,
        name: pbx.name,
        originateContext: pbx.originateContext,
        internalContext: pbx.internalContexts[0] ?? 'from-internal',
        map: {
          country: site.country,
          areaCode: site.areaCode,
          trunks: pbx.trunks,
          inboundContexts: pbx.inboundContexts,
          lines: lineRows.map(({ key, dids, lineGroup, country, areaCode }) => ({
            key,
            dids,
            group: lineGroup,
            country,
            areaCode,
          })),
          phones,
          minTalkMs: site.minTalkMs,
        },
      };
    },
    /** The row of one life of the PBX; made when it is new. */
    async boot(pbxId: number, startedAt: number): Promise<number> {
      await tx.insert(boots).values({ pbxId, startedAt }).onConflictDoNothing();
      const [row] = await tx
        .select({ id: boots.id })
        .from(boots)
        .where(and(eq(boots.pbxId, pbxId), eq(boots.startedAt, startedAt)));
      if (!row) throw new Error('The life of the PBX was neither stored nor known');
      return row.id;
    },
    /**
     * Events come in again: opens a stretch of seen seconds, and marks those since the last one as blind, also when the
     * process was killed and could not say so.
     */
    async seeAgain(pbxId: number, at: number, why: string): Promise<number> {
      const [last] = await tx
        .select({ seenTo: coverageIntervals.seenTo })
        .from(coverageIntervals)
        .where(eq(coverageIntervals.pbxId, pbxId))
        .orderBy(desc(coverageIntervals.startedAt), desc(coverageIntervals.id))
        .limit(1);
      const open = and(eq(blindWindows.pbxId, pbxId), isNull(blindWindows.endedAt));
      const ended = await tx
        .update(blindWindows)
        .set({ endedAt: sql`greatest(${blindWindows.startedAt}, to_timestamp(${at / 1000}))` })
        .where(open)
        .returning({ id: blindWindows.id });
      if (last && last.seenTo < at && ended.length === 0) {
        await tx.insert(blindWindows).values({ pbxId, startedAt: last.seenTo, endedAt: at, why });
      }
      const stretch = { pbxId, startedAt: at, seenTo: at };
      const [row] = await tx.insert(coverageIntervals).values(stretch).returning({ id: coverageIntervals.id });
      return row?.id ?? 0;
    },
    async seenUntil(intervalId: number, at: number): Promise<void> {
      const later = and(eq(coverageIntervals.id, intervalId), lt(coverageIntervals.seenTo, at));
      await tx.update(coverageIntervals).set({ seenTo: at }).where(later);
    },
    /** From this second on nothing is seen. */
    async goBlind(pbxId: number, at: number, why: string): Promise<void> {
      const [open] = await tx
        .select({ id: blindWindows.id })
        .from(blindWindows)
        .where(and(eq(blindWindows.pbxId, pbxId), isNull(blindWindows.endedAt)))
        .limit(1);
      if (!open) await tx.insert(blindWindows).values({ pbxId, startedAt: at, why });
    },
    /** Blind windows that are over and that no record of the PBX has covered since, oldest first. */
    async openWindows(pbxId: number): Promise<{ id: number; startedAt: number; endedAt: number }[]> {
      const { id, startedAt, endedAt } = blindWindows;
      const rows = await tx
        .select({ id, startedAt, endedAt })
        .from(blindWindows)
        .where(and(eq(blindWindows.pbxId, pbxId), isNull(blindWindows.reconciledAt), isNotNull(endedAt)))
        .orderBy(asc(startedAt));
      return rows.flatMap((row) => (row.endedAt === null ? [] : [{ ...row, endedAt: row.endedAt }]));
    },
    /** The records of the PBX have told these seconds. */
    async reconciled(ids: readonly number[], at: number): Promise<void> {
      const these = and(inArray(blindWindows.id, [...ids]), isNull(blindWindows.reconciledAt));
      await tx.update(blindWindows).set({ reconciledAt: at }).where(these);
    },
    /** How many seconds nobody has seen or told since, and how many stretches they make. */
    async blind(): Promise<{ windows: number; seconds: number }> {
      const [sum] = await rowsOf<{ windows: number; seconds: number }>(
        tx,
        sql`select count(*)::int as windows,
          coalesce(sum(extract(epoch from coalesce(ended_at, now()) - started_at)), 0)::int as seconds
          from blind_windows where reconciled_at is null`,
      );
      return sum ?? { windows: 0, seconds: 0 };
    },
    async quarantine(pbxId: number | null, at: number, reason: string, raw: string): Promise<void> {
      // Postgres text holds no NUL; everything else of a hostile frame is kept as it came.
      await tx.insert(quarantinedEvents).values({ pbxId, at, reason, raw: raw.replaceAll('\0', '\u2400') });
    },
  };
}
export type PbxStore = ReturnType<typeof pbxStore>;
