import type { Language } from '../../schema/contracts/common.ts';
import { hashToken } from '../platform/ids.ts';
import { hashPassword } from '../platform/password.ts';
import type { NewUser, User } from '../store/users.ts';
import type { Office, OfficeTx } from './office.ts';
import { Refusal } from './refusal.ts';
import type { SignInDone } from './sign-in.ts';
import { type Browser, startSession } from './start-session.ts';
import { weakness } from './weak-password.ts';

interface FirstAdmin {
  readonly token: string;
  readonly name: string;
  readonly login: string;
  readonly password: string;
  readonly language: Language;
}

/** Makes the first admin by the one-time link, and signs them in. The link works once. */
export async function setUp(office: Office, wanted: FirstAdmin, browser: Browser): Promise<SignInDone> {
  if (weakness(wanted.password, wanted.login)) throw new Refusal('weak-password', 'password');
  const { token, password, ...who } = wanted;
  // Looked at first, so that nobody without a link makes us hash.
  const link = await office.transact((tx) => tx.links.find(hashToken(token), office.now()));
  if (link?.kind !== 'setup') throw new Refusal('link-expired');
  const passwordHash = await hashPassword(password);
  return office.transact(async (tx) => {
    const at = office.now();
    const taken = await tx.links.take(hashToken(token), at);
    if (taken?.kind !== 'setup' || (await tx.users.activeAdmins()).length > 0) throw new Refusal('link-expired');
    const admin = await firstAdmin(tx, { ...who, passwordHash, at });
    if (!admin) throw new Refusal('login-taken', 'login');
    await tx.audit.add({
      at,
      actorId: admin.id,
      action: 'site.set_up',
      subject: `user:${admin.id}`,
      ip: browser.ip,
    });
    return { token: await startSession(tx, admin.id, browser, at), userId: admin.id };
  });
}

/** A new person, or the admin whom the site file names and who has no password yet. */
async function firstAdmin(tx: OfficeTx, who: Omit<NewUser, 'role'>): Promise<User | undefined> {
  const named = await tx.users.byLogin(who.login);
  if (!named) return tx.users.add({ ...who, role: 'admin' });
  if (named.role !== 'admin' || named.passwordHash !== null || named.disabledAt !== null) return undefined;
  const { name, language, passwordHash } = who;
  await tx.users.change(named.id, { name, language, passwordHash });
  return named;
}
