import type { LiveCard } from '../../schema/contracts/live.ts';
import type { PushedNotice } from '../../schema/contracts/push.ts';
import type { CardGone } from '../../schema/contracts/socket.ts';
import type { PushPort } from '../http/ports.ts';
import { overNotice, ringingNotice } from '../notices/push-notice.ts';
import type { Logger } from '../platform/logger.ts';
import { isReceiver, newPushKeys, type PushKeys } from '../platform/push-seal.ts';
import { mayPushTo, sendPush } from '../platform/web-push.ts';
import type { House } from './house.ts';

interface Parts {
  readonly house: House;
  readonly publicUrl: string | null;
  readonly log: Logger;
}

/** Ringing calls as they are told to browsers beside the pages. */
export interface PushSide {
  readonly port: PushPort;
  /** Answers how many browsers took it. */
  ringing(userId: number, card: LiveCard): Promise<number>;
  over(userId: number, card: LiveCard, gone: CardGone): Promise<number>;
}

export function createPushSide({ house, publicUrl, log }: Parts): PushSide {
  // A test's own push service stands on the machine itself; nothing else ever does.
  const loopback = process.env.RINGBACK_ENV === 'test';
  // Push services ask for a way to reach whoever sends.
  const subject = publicUrl?.startsWith('https://') ? publicUrl : 'https://ringback.invalid';
  let keys: Promise<PushKeys> | undefined;

  function ourKeys(): Promise<PushKeys> {
    keys ??= house
      .transact((tx) => tx.push.keys(newPushKeys(), house.now()))
      .catch((cause: unknown) => {
        keys = undefined;
        throw cause;
      });
    return keys;
  }

  async function tell(userId: number, word: (language: 'en' | 'fa' | 'ru' | 'ka') => PushedNotice): Promise<number> {
    const { browsers, language } = await house.transact(async (tx) => ({
      browsers: await tx.push.of(userId),
      language: await tx.push.languageOf(userId),
    }));
    if (browsers.length === 0) return 0;
    const [text, pair] = [JSON.stringify(word(language)), await ourKeys()];
    const outcomes = await Promise.all(
      browsers.map(async (browser) => {
        const outcome = await sendPush(browser, text, pair, { subject, now: house.now(), loopback });
        if (outcome === 'gone') await house.transact((tx) => tx.push.remove(browser.id));
        if (outcome === 'failed') log.info({ userId }, 'A push service did not take a notice.');
        return outcome;
      }),
    );
    return outcomes.filter((outcome) => outcome === 'taken').length;
  }

  return {
    port: {
      publicKey: async () => (await ourKeys()).publicKey,
      mayPush: (subscription) => mayPushTo(subscription.endpoint, loopback) && isReceiver(subscription),
    },
    ringing: (userId, card) => tell(userId, (language) => ringingNotice(card, language)),
    over: (userId, card, gone) => tell(userId, (language) => overNotice(card, gone, language)),
  };
}
