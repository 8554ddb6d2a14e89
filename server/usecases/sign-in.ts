import { verifyPassword } from '../platform/password.ts';
import type { Office } from './office.ts';
import { Refusal } from './refusal.ts';
import { type Browser, startSession } from './start-session.ts';

/** The cookie's secret and whose it is. */
export interface SignInDone {
  readonly token: string;
  readonly userId: number;
}

/** An unknown login, a disabled person and a wrong password are told apart by nothing, not even by time. */
export async function signIn(office: Office, login: string, password: string, browser: Browser): Promise<SignInDone> {
  const user = await office.transact((tx) => tx.users.byLogin(login));
  const known = await verifyPassword(user?.passwordHash ?? null, password);
  if (!known || !user || user.disabledAt !== null) throw new Refusal('wrong-password');
  const token = await office.transact((tx) => startSession(tx, user.id, browser, office.now()));
  return { token, userId: user.id };
}
