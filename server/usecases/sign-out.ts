import type { Actor, Desk } from './desk.ts';

/** Ends one browser's session. */
export function signOut(desk: Desk, actor: Actor, tokenHash: string): Promise<void> {
  return desk.transact(async (tx) => {
    await tx.sessions.end(tokenHash);
    const subject = `user:${actor.id}`;
    await tx.auditLog.add({ at: desk.now(), actorId: actor.id, action: 'session.ended', subject, ip: actor.ip });
  });
}
