import { hashToken } from '../platform/ids.ts';
import { findSession } from '../usecases/find-session.ts';
import type { Office } from '../usecases/office.ts';
import type { Connected } from './rooms.ts';

/** Browsers that were let in lately; the oldest go first. */
const mostRemembered = 5_000;

/** Decides who may open a line, also while the database is away. */
export interface Admission {
  /** Null is a browser without a session. Throws when it cannot be known. */
  admit(token: string | undefined): Promise<Connected | null>;
  /** These sessions are over: they are not remembered any more. */
  forget(fits: (line: Connected) => boolean): void;
}

/**
 * A browser that was let in before is let in again while the database does not answer: a phone that rings now must
 * show. Nobody can be signed out or disabled meanwhile, for that too needs the database.
 */
export function createAdmission(office: Office): Admission {
  const remembered = new Map<string, Connected>();

  function remember(line: Connected): Connected {
    remembered.delete(line.tokenHash);
    remembered.set(line.tokenHash, line);
    const [oldest] = remembered.keys();
    if (remembered.size > mostRemembered && oldest !== undefined) remembered.delete(oldest);
    return line;
  }

  return {
    async admit(token) {
      try {
        const session = await findSession(office, token);
        if (!session) {
          if (token !== undefined) remembered.delete(hashToken(token));
          return null;
        }
        const { userId, role, tokenHash } = session;
        return remember({ userId, role, tokenHash });
      } catch (cause) {
        const known = token === undefined ? undefined : remembered.get(hashToken(token));
        if (!known) throw cause;
        return known;
      }
    },
    forget(fits) {
      for (const line of [...remembered.values()]) if (fits(line)) remembered.delete(line.tokenHash);
    },
  };
}
