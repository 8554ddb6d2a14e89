import { and, asc, eq, isNull } from 'drizzle-orm';
import type { z } from 'zod';
import type { LineRow } from '../../schema/contracts/admin.ts';
import type { Language } from '../../schema/contracts/common.ts';
import { lines, pbxes, queues, sites } from '../../schema/tables/site.ts';
import type { DbTx } from '../platform/db.ts';

/** The company's country, clock and dialling rules. */
export interface Site {
  readonly id: number;
  readonly name: string;
  readonly country: string;
  readonly areaCode: string | null;
  readonly timeZone: string;
  readonly language: Language;
  readonly dialCountries: readonly string[];
  /** Why people may pause. */
  readonly pauseReasons: readonly string[];
}

/** The site and its lines. One site for now: the oldest. */
export function siteStore(tx: DbTx) {
  return {
    async get(): Promise<Site | undefined> {
      const found = (await tx.select().from(sites).orderBy(asc(sites.id)).limit(1))[0];
      if (!found) return undefined;
      const language = languageOf(found.language);
      return { ...found, language };
    },
    lines(): Promise<z.infer<typeof LineRow>[]> {
      const row = {
        id: lines.id,
        key: lines.key,
        name: lines.name,
        dids: lines.dids,
        group: lines.lineGroup,
        language: lines.language,
        queue: lines.queue,
        dueMinutes: lines.dueMinutes,
        version: lines.version,
        greeting: lines.greeting,
        checklist: lines.checklist,
        outcomes: lines.outcomes,
      };
      const found = tx.select(row).from(lines).where(isNull(lines.retiredAt)).orderBy(lines.name);
      return found.then((rows) => rows.map((line) => ({ ...line, language: languageOf(line.language) })));
    },
    async pbxId(): Promise<number | undefined> {
      return (await tx.select({ id: pbxes.id }).from(pbxes).orderBy(asc(pbxes.id)).limit(1))[0]?.id;
    },
    async lineByKey(key: string) {
      return (
        await tx
          .select()
          .from(lines)
          .where(and(eq(lines.key, key), isNull(lines.retiredAt)))
      )[0];
    },
    async line(id: number) {
      return (await tx.select().from(lines).where(eq(lines.id, id)))[0];
    },
    /** Queues by their names, which several PBXs may share. */
    queues(): Promise<{ name: string; label: string }[]> {
      const { name, label } = queues;
      return tx.selectDistinctOn([name], { name, label }).from(queues).orderBy(name, queues.id);
    },
  };
}
export type SiteStore = ReturnType<typeof siteStore>;

function languageOf(text: string): Language {
  return text === 'fa' || text === 'ru' || text === 'ka' ? text : 'en';
}
