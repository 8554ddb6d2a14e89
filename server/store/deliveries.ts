import { and, eq, lt, sql } from 'drizzle-orm';
import type { Language } from '../../schema/contracts/common.ts';
import { deliveries } from '../../schema/tables/escalation.ts';
import type { LadderStep } from '../domain/escalation/ladder.ts';
import type { ReachRule } from '../domain/escalation/reach.ts';
import type { DbTx } from '../platform/db.ts';
import { ms, rowsOf } from './sql.ts';

/** A callback that went up a step, as it is told outside the app. */
export interface ToldItem {
  readonly callbackId: number;
  readonly origin: string;
  readonly step: LadderStep;
  readonly number: string | null;
  readonly contact: string | null;
  readonly line: { readonly key: string; readonly name: string } | null;
  readonly dueAt: number;
  readonly timeZone: string;
}

/** One mail: to one person, all that went up the same step in the same moment. */
export interface MailPayload {
  readonly language: Language;
  readonly name: string;
  readonly step: LadderStep;
  readonly items: readonly (ToldItem & { readonly rule: ReachRule; readonly insteadOf: string | null })[];
}

/** One call of the webhook. */
export interface WebhookPayload extends ToldItem {
  readonly at: number;
  readonly reached: readonly { readonly id: number; readonly name: string; readonly rule: ReachRule }[];
}

export type NewDelivery =
  | { readonly channel: 'mail'; readonly recipient: string; readonly userId: number; readonly payload: MailPayload }
  | { readonly channel: 'webhook'; readonly recipient: null; readonly userId: null; readonly payload: WebhookPayload };

/** What is to be sent now; `tries` counts this try and is its fence. */
export type Delivery = NewDelivery & { readonly id: number; readonly tries: number; readonly createdAt: number };

/** How one way outside stands. */
export interface ChannelState {
  readonly channel: 'mail' | 'webhook';
  readonly waiting: number;
  readonly oldestAt: number | null;
  readonly tries: number;
  readonly lastError: string | null;
  readonly givenUp: number;
  readonly sentToday: number;
}

/** What goes out by mail and webhook: written with the step itself, sent after its commit, kept until it was taken. */
export function deliveryStore(tx: DbTx) {
  return {
    async add(at: number, all: readonly NewDelivery[]): Promise<void> {
      if (all.length === 0) return;
      await tx.insert(deliveries).values(all.map((one) => ({ ...one, createdAt: at, nextTryAt: at })));
    },
    /**
     * The next one of a channel, held for so long: when this process dies, another takes it up after that. A second
     * server skips it.
     */
    async take(channel: 'mail' | 'webhook', at: number, heldMs: number): Promise<Delivery | undefined> {
      const rows = await rowsOf<Delivery>(
        tx,
        sql`update deliveries set tries = tries + 1, next_try_at = to_timestamp(${at + heldMs}::float8 / 1000)
          where id = (select id from deliveries where channel = ${channel} and sent_at is null and given_up_at is null
            and next_try_at <= to_timestamp(${at}::float8 / 1000) order by next_try_at, id limit 1 for update skip locked)
          returning id, channel, recipient, user_id as "userId", payload, tries, ${ms('created_at')} as "createdAt"`,
      );
      return rows[0];
    },
    async sent({ id, tries }: Pick<Delivery, 'id' | 'tries'>, at: number): Promise<void> {
      const mine = and(eq(deliveries.id, id), eq(deliveries.tries, tries));
      await tx.update(deliveries).set({ sentAt: at, lastError: null }).where(mine);
    },
    /** It was not taken: again at `nextTryAt`, or never (null). */
    async failed(
      { id, tries }: Pick<Delivery, 'id' | 'tries'>,
      error: string,
      at: number,
      nextTryAt: number | null,
    ): Promise<void> {
      const mine = and(eq(deliveries.id, id), eq(deliveries.tries, tries));
      const after = nextTryAt === null ? { givenUpAt: at } : { nextTryAt };
      await tx
        .update(deliveries)
        .set({ lastError: error, ...after })
        .where(mine);
    },
    /** Forgets what was sent before `at`: names and numbers are not kept longer than they serve. */
    async forget(at: number): Promise<void> {
      await tx.delete(deliveries).where(lt(deliveries.sentAt, at));
    },
    states(at: number): Promise<ChannelState[]> {
      const open = 'sent_at is null and given_up_at is null';
      return rowsOf<ChannelState>(
        tx,
        sql`select c.channel, (count(d.id) filter (where ${sql.raw(open)}))::int as waiting,
            (extract(epoch from min(d.created_at) filter (where ${sql.raw(open)})) * 1000)::bigint as "oldestAt",
            coalesce(max(d.tries) filter (where ${sql.raw(open)}), 0)::int as tries,
            (array_agg(d.last_error order by d.id desc) filter (where d.last_error is not null))[1] as "lastError",
            (count(d.id) filter (where d.given_up_at is not null))::int as "givenUp",
            (count(d.id) filter (where d.sent_at > to_timestamp(${at - 86_400_000}::float8 / 1000)))::int as "sentToday"
          from (values ('mail'), ('webhook')) as c (channel) left join deliveries d on d.channel = c.channel
          group by c.channel order by c.channel`,
      );
    },
  };
}
export type DeliveryStore = ReturnType<typeof deliveryStore>;
