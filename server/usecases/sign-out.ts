import type { Actor, Office } from './office.ts';

/** Ends one browser's session. Answers whether it was the person's last. */
export function signOut(office: Office, actor: Actor, tokenHash: string): Promise<boolean> {
  return office.transact(async (tx) => {
    await tx.sessions.end(tokenHash);
    const subject = `user:${actor.id}`;
    await tx.audit.add({ at: office.now(), actorId: actor.id, action: 'session.ended', subject, ip: actor.ip });
    return !(await tx.sessions.anyOf(actor.id, office.now()));
  });
}
