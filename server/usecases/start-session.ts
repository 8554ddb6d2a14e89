import { hashToken, newToken } from '../platform/ids.ts';
import type { OfficeTx } from './office.ts';

const hour = 3_600_000;
/** Untouched for this long, a browser is signed out. */
export const idleMs = 12 * hour;
/** However busy, it signs in again after this. */
export const longestMs = 30 * 24 * hour;

/** Where a sign-in comes from. */
export interface Browser {
  readonly ip: string | null;
  readonly userAgent: string | null;
}

/** Signs a person in on this browser; the answer is the cookie's secret, which is stored nowhere. */
export async function startSession(tx: OfficeTx, userId: number, browser: Browser, at: number): Promise<string> {
  const token = newToken();
  await tx.sessions.removeExpired(at);
  await tx.sessions.add({
    tokenHash: hashToken(token),
    userId,
    createdAt: at,
    lastSeenAt: at,
    expiresAt: at + idleMs,
    ip: browser.ip,
    userAgent: browser.userAgent?.slice(0, 300) ?? null,
  });
  await tx.audit.add({ at, actorId: userId, action: 'session.started', subject: `user:${userId}`, ip: browser.ip });
  return token;
}
