import { hashToken, newToken } from '../platform/ids.ts';
import type { Actor, Office, OfficeTx } from './office.ts';
import { Refusal } from './refusal.ts';

const day = 86_400_000;
const setUpWithinMs = 7 * day;
const setPasswordWithinMs = 3 * day;

/** A secret to be shown once, and until when it works. */
export interface NewLink {
  readonly token: string;
  readonly expiresAt: number;
}

/**
 * The link of the first start, by which the first admin is made. Null when there is someone already; an older
 * set-up link stops working.
 */
export function offerSetUp(office: Office): Promise<NewLink | null> {
  return office.transact(async (tx) => {
    if ((await tx.users.activeAdmins()).length > 0) return null;
    return issue(tx, 'setup', null, office.now(), setUpWithinMs);
  });
}

/** A link by which a person sets their own password; older ones stop working. */
export function issuePasswordLink(tx: OfficeTx, userId: number, at: number): Promise<NewLink> {
  return issue(tx, 'password', userId, at, setPasswordWithinMs);
}

/** An admin hands a person a new link, for the first password or a forgotten one. */
export function makePasswordLink(office: Office, actor: Actor, userId: number): Promise<NewLink> {
  return office.transact(async (tx) => {
    const at = office.now();
    const user = await tx.users.byId(userId);
    if (!user || user.disabledAt !== null) throw new Refusal('not-found');
    const subject = `user:${userId}`;
    await tx.audit.add({ at, actorId: actor.id, action: 'person.link_made', subject, ip: actor.ip });
    return issuePasswordLink(tx, userId, at);
  });
}

async function issue(tx: OfficeTx, kind: 'setup' | 'password', userId: number | null, at: number, withinMs: number) {
  const token = newToken();
  await tx.links.retire(kind, userId, at);
  await tx.links.add({ tokenHash: hashToken(token), kind, userId, createdAt: at, expiresAt: at + withinMs });
  return { token, expiresAt: at + withinMs };
}

/** What a link is for, before it is used. */
export function readLink(office: Office, token: string) {
  return office.transact(async (tx) => {
    const link = await tx.links.find(hashToken(token), office.now());
    if (!link) throw new Refusal('link-expired');
    const user = link.userId === null ? undefined : await tx.users.byId(link.userId);
    return { kind: link.kind, name: user?.name ?? null, login: user?.login ?? null };
  });
}
