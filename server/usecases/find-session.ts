import type { Role } from '../../schema/contracts/common.ts';
import { hashToken } from '../platform/ids.ts';
import type { Office } from './office.ts';
import { idleMs, longestMs } from './start-session.ts';

/** A signed-in person, as every request carries them. */
export interface SignedIn {
  readonly tokenHash: string;
  readonly userId: number;
  readonly name: string;
  readonly role: Role;
}

/** Writing the last moment of use more often than this would only cost. */
const touchEveryMs = 60_000;

/** Whose cookie this is; null when it is nobody's any more. Being used keeps a session alive. */
export async function findSession(office: Office, token: string | undefined): Promise<SignedIn | null> {
  if (!token || token.length > 200) return null;
  const tokenHash = hashToken(token);
  return office.transact(async (tx) => {
    const at = office.now();
    const session = await tx.sessions.find(tokenHash, at);
    const user = session && (await tx.users.byId(session.userId));
    if (!session || !user) return null;
    if (at - session.lastSeenAt >= touchEveryMs) {
      await tx.sessions.touch(tokenHash, at, Math.min(at + idleMs, session.createdAt + longestMs));
    }
    return { tokenHash, userId: user.id, name: user.name, role: user.role };
  });
}

/** Whether a session still stands, without keeping it alive. */
export function isSessionLive(office: Office, tokenHash: string): Promise<boolean> {
  return office.transact(async (tx) => (await tx.sessions.find(tokenHash, office.now())) !== undefined);
}
