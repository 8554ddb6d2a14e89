import type { Actor, Office } from './office.ts';

/** Ends one browser's session. */
export function signOut(office: Office, actor: Actor, tokenHash: string): Promise<void> {
  return office.transact(async (tx) => {
    await tx.sessions.end(tokenHash);
    const subject = `user:${actor.id}`;
    await tx.audit.add({ at: office.now(), actorId: actor.id, action: 'session.ended', subject, ip: actor.ip });
  });
}
