import { hash, verify } from '@node-rs/argon2';

/** argon2id with OWASP's first choice of costs; about 0.1 s a hash. */
const costs = { algorithm: 2, memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const;

/** A hash of no password at all, made with the same costs. */
let decoy: Promise<string> | undefined;

/** The form in which a password is stored. */
export function hashPassword(password: string): Promise<string> {
  return hash(password, costs);
}

/**
 * Whether the password is the one behind the hash. Without a hash (unknown login, no password yet) the same work is
 * done against a decoy, so that the time of the answer says nothing about who exists.
 */
export async function verifyPassword(stored: string | null, password: string): Promise<boolean> {
  decoy ??= hash('no such person', costs);
  const matches = await verify(stored ?? (await decoy), password);
  return stored !== null && matches;
}
