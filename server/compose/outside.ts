import type { HealthCheck } from '../../schema/contracts/admin.ts';
import { createMail } from '../notices/mail.ts';
import { createWebhook } from '../notices/webhook.ts';
import type { Config } from '../platform/config.ts';
import type { Logger } from '../platform/logger.ts';
import type { ChannelState, Delivery } from '../store/deliveries.ts';
import { planLadders } from '../usecases/plan-ladders.ts';
import { type OutsideWays, takeLadderSteps } from '../usecases/take-ladder-steps.ts';
import { createOutgoing } from '../workers/outgoing.ts';
import type { Round } from '../workers/rounds.ts';
import type { House } from './house.ts';

interface Parts {
  readonly house: House;
  readonly config: Pick<Config, 'mail' | 'webhook' | 'publicUrl'>;
  readonly log: Pick<Logger, 'warn' | 'info'>;
}

/** The ladder and the ways by which its notices leave the house. */
export interface OutsideSide {
  readonly ways: OutsideWays;
  readonly rounds: readonly Round[];
  stop(): void;
}

/** Items looked at in one transaction; a larger crowd is worked off in several. */
const most = 200;

export function createOutsideSide({ house, config, log }: Parts): OutsideSide {
  const mail = config.mail === null ? null : createMail(config.mail, config.publicUrl);
  const webhook = config.webhook === null ? null : createWebhook(config.webhook, house.now);
  const ways = { mail: mail !== null, webhook: webhook !== null };
  const outgoing = createOutgoing({
    transact: house.transact,
    ways: {
      ...(mail && { mail: async (one: Delivery) => (one.channel === 'mail' ? mail.send(one) : stranger) }),
      ...(webhook && { webhook: async (one: Delivery) => (one.channel === 'webhook' ? webhook.send(one) : stranger) }),
    },
    now: house.now,
    log,
  });

  async function ladder(): Promise<void> {
    while ((await planLadders(house, most)) === most);
    while ((await takeLadderSteps(house, ways, most)) >= most);
  }

  return {
    ways,
    rounds: [
      { name: 'ladder', everyMs: 1_000, run: ladder },
      { name: 'outgoing', everyMs: 1_000, run: () => outgoing.run() },
    ],
    stop() {
      mail?.close();
      webhook?.close();
    },
  };
}

const stranger = { did: 'refused', error: 'not for this way' } as const;

/** Lateness beyond this is a fault a person should look at. */
const lateMs = 10 * 60_000;

/** How the ways outside stand: what waits since when, what was refused for good. */
export function outsideChecks(states: readonly ChannelState[], ways: OutsideWays, now: number): HealthCheck[] {
  return states.map(({ channel, waiting, oldestAt, tries, lastError, givenUp, sentToday }) => {
    const open = ways[channel];
    const late = oldestAt !== null && now - oldestAt > lateMs;
    const stuck = waiting > 0 && (late || (tries > 1 && lastError !== null));
    const facts = {
      waiting,
      givenUp,
      sentToday,
      ...(oldestAt === null ? {} : { oldestAt }),
      ...(lastError === null ? {} : { tries, error: lastError }),
    };
    const ok = !stuck && givenUp === 0;
    const says = !open && waiting === 0 ? 'off' : stuck ? 'stuck' : givenUp > 0 ? 'givenUp' : 'fine';
    const detail = {
      off: 'Not configured: notices stay in the app.',
      stuck: `${waiting} notices wait${oldestAt === null ? '' : ` since ${new Date(oldestAt).toISOString()}`}, tried ${tries} times: ${lastError ?? (open ? 'nobody answers' : 'not configured any more')}`,
      givenUp: `${givenUp} notices were refused for good: ${lastError ?? ''}`,
      fine: `${sentToday} notices went out in a day, ${waiting} are on their way.`,
    }[says];
    return { name: channel, ok, detail, says: `outgoing.${says}`, facts };
  });
}
