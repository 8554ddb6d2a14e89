import {
  createCipheriv,
  createECDH,
  createPrivateKey,
  type ECDH,
  generateKeyPairSync,
  hkdfSync,
  randomBytes,
  sign,
} from 'node:crypto';

/** The pair that signs what leaves the house (RFC 8292), as base64url: 65 and 32 bytes. */
export interface PushKeys {
  readonly publicKey: string;
  readonly privateKey: string;
}

const bytes = (text: string): Buffer => Buffer.from(text, 'base64url');

export function newPushKeys(): PushKeys {
  const {
    x = '',
    y = '',
    d = '',
  } = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey.export({
    format: 'jwk',
  });
  return { publicKey: Buffer.concat([Buffer.from([4]), bytes(x), bytes(y)]).toString('base64url'), privateKey: d };
}

/** The `Authorization` header for a push service: who sends, and until when that is true. */
export function vapid(origin: string, subject: string, keys: PushKeys, now: number): string {
  const point = bytes(keys.publicKey);
  const jwk = {
    kty: 'EC',
    crv: 'P-256',
    x: point.subarray(1, 33).toString('base64url'),
    y: point.subarray(33, 65).toString('base64url'),
    d: keys.privateKey,
  };
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const claims = { aud: origin, exp: Math.floor(now / 1000) + 12 * 3600, sub: subject };
  const told = `${part({ typ: 'JWT', alg: 'ES256' })}.${part(claims)}`;
  const key = createPrivateKey({ key: jwk, format: 'jwk' });
  const signature = sign('sha256', Buffer.from(told), { key, dsaEncoding: 'ieee-p1363' }).toString('base64url');
  return `vapid t=${told}.${signature}, k=${keys.publicKey}`;
}

/** What a browser gave to be written to: its public key and a shared secret, base64url. */
export interface Receiver {
  readonly p256dh: string;
  readonly auth: string;
}

/** Whether both are what a browser would give; anything else cannot be written to. */
export function isReceiver({ p256dh, auth }: Receiver): boolean {
  try {
    if (bytes(p256dh).length !== 65 || bytes(auth).length !== 16) return false;
    // Throws for what is no point on the curve.
    fresh().computeSecret(bytes(p256dh));
    return true;
  } catch {
    return false;
  }
}

function fresh(): ECDH {
  const pair = createECDH('prime256v1');
  pair.generateKeys();
  return pair;
}

const recordSize = 4096;

/** Seals a text so that only that browser reads it (RFC 8291, aes128gcm in one record). */
export function seal(text: string, to: Receiver, pair: ECDH = fresh(), salt: Buffer = randomBytes(16)): Buffer {
  const [theirs, ours] = [bytes(to.p256dh), pair.getPublicKey()];
  const info = Buffer.concat([Buffer.from('WebPush: info\0'), theirs, ours]);
  const secret = Buffer.from(hkdfSync('sha256', pair.computeSecret(theirs), bytes(to.auth), info, 32));
  const derive = (label: string, length: number) =>
    Buffer.from(hkdfSync('sha256', secret, salt, Buffer.from(`Content-Encoding: ${label}\0`), length));
  const cipher = createCipheriv('aes-128-gcm', derive('aes128gcm', 16), derive('nonce', 12));
  // A 2 says that this is the last record.
  const sealed = Buffer.concat([cipher.update(text, 'utf8'), cipher.update(Buffer.from([2])), cipher.final()]);
  const head = Buffer.alloc(21);
  salt.copy(head);
  head.writeUInt32BE(recordSize, 16);
  head.writeUInt8(ours.length, 20);
  return Buffer.concat([head, ours, sealed, cipher.getAuthTag()]);
}
