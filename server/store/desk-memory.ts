import { eq, isNull, sql } from 'drizzle-orm';
import type { PersonRef } from '../../schema/contracts/common.ts';
import { matchChoices } from '../../schema/tables/contacts.ts';
import { devices, users } from '../../schema/tables/people.ts';
import { sites } from '../../schema/tables/site.ts';
import type { DbTx } from '../platform/db.ts';
import { ms, rowsOf } from './sql.ts';

/** An open item as a card shows it. */
export interface OpenDebt {
  readonly id: number;
  readonly number: string;
  readonly misses: number;
  readonly dueAt: number;
  readonly note: string | null;
  readonly origin: string;
}

export interface PhoneOwner {
  readonly device: string;
  readonly extension: string;
  readonly userId: number | null;
  /** Whether it answers when asked by NOTIFY; null until it was tried, and again a day after it did not. */
  readonly answersByNotify: boolean | null;
}

/** How the company treats pauses and the time after a call. */
export interface PresenceRules {
  readonly wrapUpMs: number;
  readonly unansweredLimit: number;
}

const debt = sql`select id, number, misses, ${ms('due_at')} as "dueAt", note, origin from callbacks
  where state in ('open', 'claimed', 'dialing', 'needs_human') and number is not null`;

/** What a ringing phone must be able to show without asking the database: read at the start, kept fresh afterwards. */
export function deskMemoryStore(tx: DbTx) {
  return {
    openDebts: (): Promise<OpenDebt[]> => rowsOf<OpenDebt>(tx, debt),
    openDebtsAmong(ids: readonly number[]): Promise<OpenDebt[]> {
      return ids.length === 0 ? Promise.resolve([]) : rowsOf<OpenDebt>(tx, sql`${debt} and id in ${[...ids]}`);
    },
    people(): Promise<PersonRef[]> {
      return tx.select({ id: users.id, name: users.name }).from(users).where(isNull(users.disabledAt));
    },
    phones(): Promise<PhoneOwner[]> {
      return tx
        .select({
          device: devices.device,
          extension: devices.extension,
          userId: users.id,
          answersByNotify: sql<boolean | null>`case when ${devices.answersByNotify}
            or ${devices.answersNotedAt} > now() - interval '1 day' then ${devices.answersByNotify} end`,
        })
        .from(devices)
        .leftJoin(users, sql`${users.id} = ${devices.userId} and ${users.disabledAt} is null`);
    },
    /** Queues that people may serve. */
    queues(): Promise<{ userId: number; name: string; label: string }[]> {
      return rowsOf(
        tx,
        sql`select uq.user_id as "userId", q.name, q.label from user_queues uq join queues q on q.id = uq.queue_id
            order by q.label, q.name`,
      );
    },
    async presenceRules(): Promise<PresenceRules> {
      const [row] = await tx
        .select({ wrapUp: sites.wrapUpSeconds, limit: sites.unansweredLimit })
        .from(sites)
        .orderBy(sites.id)
        .limit(1);
      return { wrapUpMs: (row?.wrapUp ?? 0) * 1000, unansweredLimit: row?.limit ?? 0 };
    },
    choices(): Promise<{ e164: string; userId: number; contactId: number }[]> {
      const { e164, userId, contactId } = matchChoices;
      return tx.select({ e164, userId, contactId }).from(matchChoices);
    },
    async contactOfCall(callId: number): Promise<number | null> {
      const [row] = await rowsOf<{ id: number | null }>(
        tx,
        sql`select contact_id as id from calls where id = ${callId}`,
      );
      return row?.id ?? null;
    },
    async role(userId: number): Promise<'agent' | 'supervisor' | 'admin' | undefined> {
      return (await tx.select({ role: users.role }).from(users).where(eq(users.id, userId)))[0]?.role;
    },
  };
}
export type DeskMemoryStore = ReturnType<typeof deskMemoryStore>;
