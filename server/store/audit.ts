import { auditLog } from '../../schema/tables/people.ts';
import type { DbTx } from '../platform/db.ts';

/** Who did what to what. `actorId` null is Ringback itself. */
export interface AuditEntry {
  readonly at: number;
  readonly actorId: number | null;
  /** A code such as `callback.closed` or `recording.played`. */
  readonly action: string;
  /** What it was done to, as `noun:id`. */
  readonly subject: string;
  readonly detail?: Readonly<Record<string, string | number | boolean | null>>;
  readonly ip?: string | null;
}

/** The audit log: only ever added to. */
export function auditStore(tx: DbTx) {
  return {
    async add({ detail = {}, ...entry }: AuditEntry): Promise<void> {
      await tx.insert(auditLog).values({ ...entry, detail });
    },
  };
}
export type AuditStore = ReturnType<typeof auditStore>;
