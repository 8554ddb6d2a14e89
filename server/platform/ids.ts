import { createHash, randomBytes } from 'node:crypto';

/** A secret for a cookie or a link: 256 random bits, safe in a URL. */
export function newToken(): string {
  return randomBytes(32).toString('base64url');
}

/** What is stored of a secret. The secrets are random, so a plain hash is enough. */
export function hashToken(token: string): string {
  return createHash('sha256').update(token).digest('hex');
}

/** A nonce for one page's content security policy. */
export function newNonce(): string {
  return randomBytes(16).toString('base64url');
}
