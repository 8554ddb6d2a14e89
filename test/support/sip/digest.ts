import { createHash, randomBytes } from 'node:crypto';

const md5 = (text: string) => createHash('md5').update(text).digest('hex');

function challengeField(challenge: string, name: string): string {
  const found = new RegExp(`\\b${name}=(?:"([^"]*)"|([^,\\s]+))`, 'i').exec(challenge);
  return found?.[1] ?? found?.[2] ?? '';
}

/** The Authorization value that answers a digest challenge (RFC 2617, MD5, qop auth). */
export function digestAnswer(
  challenge: string,
  { user, secret, method, uri }: { user: string; secret: string; method: string; uri: string },
): string {
  const realm = challengeField(challenge, 'realm');
  const nonce = challengeField(challenge, 'nonce');
  const opaque = challengeField(challenge, 'opaque');
  const first = md5(`${user}:${realm}:${secret}`);
  const second = md5(`${method}:${uri}`);
  const parts = [`username="${user}"`, `realm="${realm}"`, `nonce="${nonce}"`, `uri="${uri}"`, 'algorithm=MD5'];
  if (challengeField(challenge, 'qop').includes('auth')) {
    const cnonce = randomBytes(8).toString('hex');
    const response = md5(`${first}:${nonce}:00000001:${cnonce}:auth:${second}`);
    parts.push('qop=auth', 'nc=00000001', `cnonce="${cnonce}"`, `response="${response}"`);
  } else {
    parts.push(`response="${md5(`${first}:${nonce}:${second}`)}"`);
  }
  if (opaque) parts.push(`opaque="${opaque}"`);
  return `Digest ${parts.join(', ')}`;
}
