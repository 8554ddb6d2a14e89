import { lookup as lookUp } from 'node:dns';
import { request as requestPlain } from 'node:http';
import { type RequestOptions, request } from 'node:https';
import { isIP, type LookupFunction } from 'node:net';
import { isPublicAddress } from './private-address.ts';
import { type PushKeys, type Receiver, seal, vapid } from './push-seal.ts';

/** One browser that may be told. Its address came from the browser itself: it may name anything. */
export interface Subscription extends Receiver {
  readonly endpoint: string;
}

/** `gone`: the browser does not exist any more. */
export type PushOutcome = 'taken' | 'gone' | 'failed';

const patienceMs = 5_000;
const fewSeconds = '30';

/**
 * Whether an address may be written to: https on the usual port, a name or a public address, no user in it. Loopback is
 * let through for tests alone.
 */
export function mayPushTo(endpoint: string, loopback = false): boolean {
  if (!URL.canParse(endpoint) || endpoint.length > 1000) return false;
  const { protocol, hostname, port, username, password } = new URL(endpoint);
  if (loopback && hostname === '127.0.0.1') return true;
  if (protocol !== 'https:' || port !== '' || username !== '' || password !== '') return false;
  const host = hostname.replace(/^\[|\]$/g, '');
  return isIP(host) === 0 ? host.includes('.') && !/\.(local|internal|localhost)$/i.test(host) : isPublicAddress(host);
}

/** Looks a name up and lets the connection go to public addresses only: what was checked is what is connected to. */
const publicOnly: LookupFunction = (host, options, done) => {
  lookUp(host, { ...options, all: true }, (error, found) => {
    const open = error ? [] : found.filter(({ address }) => isPublicAddress(address));
    const [first] = open;
    if (error || first === undefined) done(error ?? new Error('No public address'), '', 4);
    else if (options.all === true) done(null, open);
    else done(null, first.address, first.family);
  });
};

/** Sends one sealed word to one browser. No redirect is followed, no answer is read; never rejects. */
export function sendPush(
  to: Subscription,
  text: string,
  keys: PushKeys,
  more: { readonly subject: string; readonly now: number; readonly loopback: boolean },
): Promise<PushOutcome> {
  if (!mayPushTo(to.endpoint, more.loopback)) return Promise.resolve('gone');
  const url = new URL(to.endpoint);
  const local = more.loopback && url.hostname === '127.0.0.1';
  const body = seal(text, to);
  const options: RequestOptions = {
    method: 'POST',
    timeout: patienceMs,
    agent: false,
    ...(local ? {} : { lookup: publicOnly }),
    headers: {
      authorization: vapid(url.origin, more.subject, keys, more.now),
      'content-encoding': 'aes128gcm',
      'content-type': 'application/octet-stream',
      'content-length': body.length,
      ttl: fewSeconds,
      urgency: 'high',
    },
  };
  return new Promise((settle) => {
    const out = (url.protocol === 'http:' ? requestPlain : request)(url, options, (answer) => {
      const status = answer.statusCode ?? 0;
      answer.destroy();
      settle(status >= 200 && status < 300 ? 'taken' : status === 404 || status === 410 ? 'gone' : 'failed');
    });
    const giveUp = setTimeout(() => out.destroy(), patienceMs);
    out.on('error', () => settle('failed'));
    out.on('close', () => {
      clearTimeout(giveUp);
      settle('failed');
    });
    out.end(body);
  });
}
