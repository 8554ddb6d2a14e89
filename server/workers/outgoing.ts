import type { Outcome } from '../notices/way.ts';
import type { Delivery } from '../store/deliveries.ts';
import type { OfficeStores } from '../store/office-stores.ts';

type Log = Record<'warn' | 'info', (fields: object, sentence: string) => void>;
type Channel = Delivery['channel'];

interface Parts {
  readonly transact: <T>(work: (tx: OfficeStores) => Promise<T>) => Promise<T>;
  /** The ways that stand open. */
  readonly ways: Readonly<Partial<Record<Channel, (delivery: Delivery) => Promise<Outcome>>>>;
  readonly now: () => number;
  readonly log: Log;
}

/** Sends what waits to go outside, in order, each with its own patience. */
export interface Outgoing {
  /** Sends all that is to be sent now; what fails waits for its next time. */
  run(): Promise<void>;
}

/** So long a delivery is ours; when this process dies meanwhile, it is taken up again after that. */
const heldMs = 90_000;
/** While nobody can be asked, one is tried again and again; none is given up. */
const downWaitsMs = [5_000, 15_000, 60_000];
/** A refusal may be a mistake of the other side: tried for about a day, then a person sees it on the health page. */
const refusedWaitsMs = [60_000, 5 * 60_000, 30 * 60_000, 2 * 3_600_000, 6 * 3_600_000, 12 * 3_600_000];
const keptMs = 30 * 24 * 3_600_000;

/**
 *   waiting ── taken by the other side ──> sent
 *      ^ \──── refused, again and again ──> given up, shown on the health page
 *      └────── nobody there: waits, the whole way pauses
 */
export function createOutgoing({ transact, ways, now, log }: Parts): Outgoing {
  const paused = new Map<Channel, { readonly until: number; readonly fails: number }>();
  let forgotAt = 0;

  /** False when nothing more can be sent this way for now. */
  async function sendOne(channel: Channel, send: (delivery: Delivery) => Promise<Outcome>): Promise<boolean> {
    if ((paused.get(channel)?.until ?? 0) > now()) return false;
    const delivery = await transact((tx) => tx.deliveries.take(channel, now(), heldMs));
    if (!delivery) return false;
    const outcome = await send(delivery);
    if (outcome.did === 'sent') {
      paused.delete(channel);
      await transact((tx) => tx.deliveries.sent(delivery, now()));
      return true;
    }
    const { error } = outcome;
    if (outcome.did === 'down') {
      const fails = (paused.get(channel)?.fails ?? 0) + 1;
      const wait = downWaitsMs[Math.min(fails, downWaitsMs.length) - 1] ?? 0;
      paused.set(channel, { until: now() + wait, fails });
      log.warn({ channel, error, delivery: delivery.id }, 'Notices cannot be sent this way now; they wait.');
      await transact((tx) => tx.deliveries.failed(delivery, error, now(), now() + wait));
      return false;
    }
    const wait = refusedWaitsMs[delivery.tries - 1];
    log.warn({ channel, error, delivery: delivery.id, givenUp: wait === undefined }, 'A notice was refused.');
    const next = wait === undefined ? null : now() + wait;
    await transact((tx) => tx.deliveries.failed(delivery, error, now(), next));
    return true;
  }

  async function sendAll(channel: Channel): Promise<void> {
    const send = ways[channel];
    if (send) while (await sendOne(channel, send));
  }

  return {
    async run() {
      await Promise.all([sendAll('mail'), sendAll('webhook')]);
      if (now() - forgotAt < 3_600_000) return;
      forgotAt = now();
      await transact((tx) => tx.deliveries.forget(now() - keptMs));
    },
  };
}
