import type { Actor, Office } from './office.ts';
import { CommandRefused, type PresencePort } from './presence-port.ts';
import { Refusal } from './refusal.ts';

/** Somebody's pause begins: one's own, or another's by a supervisor, which goes on the record. */
export async function pause(
  office: Office,
  port: PresencePort,
  actor: Actor,
  userId: number,
  reason: string,
): Promise<void> {
  await office.transact(async (tx) => {
    const site = await tx.site.get();
    if (!site?.pauseReasons.includes(reason)) throw new Refusal('reason-required', 'reason');
    await note(tx, office.now(), actor, userId, 'presence.paused', { reason });
  });
  await told(() => port.pause(userId, reason, byWhom(actor, userId)));
}

/** A pause ends, or the time after a call. */
export async function ready(office: Office, port: PresencePort, actor: Actor, userId: number): Promise<void> {
  await office.transact((tx) => note(tx, office.now(), actor, userId, 'presence.ready', {}));
  await told(() => port.ready(userId, byWhom(actor, userId)));
}

/** Comes into a queue, or leaves it. */
export async function serveQueue(port: PresencePort, userId: number, queue: string, serves: boolean): Promise<void> {
  if (!(await told(() => port.serve(userId, queue, serves)))) throw new Refusal('conflict', 'queue');
}

const byWhom = (actor: Actor, userId: number) => (actor.id === userId ? null : actor.id);

async function note(
  tx: Parameters<Parameters<Office['transact']>[0]>[0],
  at: number,
  actor: Actor,
  userId: number,
  action: string,
  detail: Readonly<Record<string, unknown>>,
): Promise<void> {
  if (actor.id === userId) return;
  const user = await tx.users.byId(userId);
  if (!user || user.disabledAt !== null) throw new Refusal('not-found');
  await tx.audit.add({ at, actorId: actor.id, action, subject: `user:${userId}`, detail, ip: actor.ip });
}

/** The PBX may be away, or say no; then nothing has changed and the screen says so. */
async function told<T>(order: () => Promise<T>): Promise<T> {
  try {
    return await order();
  } catch (cause) {
    if (cause instanceof CommandRefused) throw new Refusal('pbx-unreachable');
    throw cause;
  }
}
