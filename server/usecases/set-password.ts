import { hashToken } from '../platform/ids.ts';
import { hashPassword } from '../platform/password.ts';
import type { Office } from './office.ts';
import { Refusal } from './refusal.ts';
import type { SignInDone } from './sign-in.ts';
import { type Browser, startSession } from './start-session.ts';
import { weakness } from './weak-password.ts';

/** A person sets their own password by a one-time link; every browser signed in before is signed out. */
export async function setPassword(
  office: Office,
  { token, password }: { readonly token: string; readonly password: string },
  browser: Browser,
): Promise<SignInDone> {
  const user = await office.transact(async (tx) => {
    const link = await tx.links.find(hashToken(token), office.now());
    return link?.kind === 'password' && link.userId !== null ? tx.users.byId(link.userId) : undefined;
  });
  if (!user) throw new Refusal('link-expired');
  if (weakness(password, user.login)) throw new Refusal('weak-password', 'password');
  const passwordHash = await hashPassword(password);
  return office.transact(async (tx) => {
    const at = office.now();
    const taken = await tx.links.take(hashToken(token), at);
    if (taken?.userId !== user.id || user.disabledAt !== null) throw new Refusal('link-expired');
    await tx.users.change(user.id, { passwordHash });
    await tx.sessions.endAllOf(user.id);
    await tx.audit.add({ at, actorId: user.id, action: 'password.set', subject: `user:${user.id}`, ip: browser.ip });
    return { token: await startSession(tx, user.id, browser, at), userId: user.id };
  });
}
