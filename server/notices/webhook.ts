import { createHmac } from 'node:crypto';
import type { WebhookConfig } from '../platform/config.ts';
import type { Delivery } from '../store/deliveries.ts';
import { type Outcome, reasonOf, type Way } from './way.ts';

type WebhookDelivery = Extract<Delivery, { channel: 'webhook' }>;

const patienceMs = 15_000;
/** Answers that ask for another try of the very same call. */
const later = new Set([408, 425, 429]);

/** The signature of a body sent at a time: HMAC-SHA256 over `timestamp.body`, as lower-case hex. */
export function signature(secret: string, timestamp: string, body: string): string {
  return createHmac('sha256', secret).update(`${timestamp}.${body}`).digest('hex');
}

/**
 * Posts notices to the one address the admin has configured. A redirect is not followed: nobody but the admin says where
 * names and numbers go. What the other side answers is not read.
 */
export function createWebhook({ url, secret }: WebhookConfig, now: () => number): Way<WebhookDelivery> {
  return {
    async send({ id, payload }) {
      const { at, ...told } = payload;
      const body = JSON.stringify({ id, type: 'callback.escalated', at, ...told });
      const timestamp = String(Math.floor(now() / 1000));
      try {
        const response = await fetch(url, {
          method: 'POST',
          redirect: 'manual',
          headers: {
            'content-type': 'application/json',
            'user-agent': 'Ringback',
            'ringback-delivery': String(id),
            'ringback-timestamp': timestamp,
            'ringback-signature': `v1=${signature(secret, timestamp, body)}`,
          },
          body,
          signal: AbortSignal.timeout(patienceMs),
        });
        await response.body?.cancel();
        return outcomeOf(response.status);
      } catch (cause) {
        return { did: 'down', error: reasonOf(cause instanceof Error && cause.cause ? cause.cause : cause) };
      }
    },
    close: () => {},
  };
}

function outcomeOf(status: number): Outcome {
  if (status >= 200 && status < 300) return { did: 'sent' };
  const error = `answered ${status}`;
  return { did: status >= 500 || later.has(status) ? 'down' : 'refused', error };
}
