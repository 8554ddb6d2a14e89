import type { Language, Role } from '../../schema/contracts/common.ts';
import { issuePasswordLink, type NewLink } from './access-link.ts';
import type { Actor, Office } from './office.ts';
import { Refusal } from './refusal.ts';

/** Adds a person and a link by which they set their password; there is no default one. */
export function addPerson(
  office: Office,
  actor: Actor,
  wanted: {
    readonly name: string;
    readonly login: string;
    readonly role: Role;
    readonly language: Language;
    readonly email?: string | null | undefined;
  },
): Promise<{ readonly userId: number; readonly link: NewLink }> {
  return office.transact(async (tx) => {
    const at = office.now();
    const user = await tx.users.add({ ...wanted, email: wanted.email ?? null, passwordHash: null, at });
    if (!user) throw new Refusal('login-taken', 'login');
    const { login, role } = wanted;
    const entry = { at, actorId: actor.id, subject: `user:${user.id}`, ip: actor.ip };
    await tx.audit.add({ ...entry, action: 'person.added', detail: { login, role } });
    await tx.outbox.add(at, { type: 'changed', what: 'people', id: user.id });
    return { userId: user.id, link: await issuePasswordLink(tx, user.id, at) };
  });
}
