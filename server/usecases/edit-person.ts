import type { Language, Role } from '../../schema/contracts/common.ts';
import type { Actor, Office } from './office.ts';
import { Refusal } from './refusal.ts';

interface PersonChanges {
  readonly name?: string | undefined;
  readonly role?: Role | undefined;
  readonly language?: Language | undefined;
  /** Null: notices go nowhere by mail. */
  readonly email?: string | null | undefined;
  readonly disabled?: boolean | undefined;
}

/**
 * Changes a person. Who is disabled or given another role is signed out everywhere; the last admin stays one.
 * Answers whether sessions ended.
 */
export function editPerson(
  office: Office,
  actor: Actor,
  userId: number,
  changes: PersonChanges,
): Promise<{ readonly signedOut: boolean; readonly disabled: boolean }> {
  return office.transact(async (tx) => {
    const at = office.now();
    const admins = await tx.users.activeAdmins();
    const before = await tx.users.byId(userId);
    if (!before) throw new Refusal('not-found');
    const role = changes.role ?? before.role;
    const disabled = changes.disabled ?? before.disabledAt !== null;
    const staysAdmin = role === 'admin' && !disabled;
    if (!staysAdmin && admins.length === 1 && admins[0] === userId) throw new Refusal('last-admin');
    const { name, language, email } = changes;
    await tx.users.change(userId, {
      role,
      disabledAt: disabled ? (before.disabledAt ?? at) : null,
      ...(name && { name }),
      ...(language && { language }),
      ...(email !== undefined && { email }),
    });
    const signedOut = (disabled && before.disabledAt === null) || role !== before.role;
    if (signedOut) await tx.sessions.endAllOf(userId);
    const entry = { at, actorId: actor.id, subject: `user:${userId}`, ip: actor.ip };
    await tx.audit.add({ ...entry, action: 'person.changed', detail: { ...changes } });
    await tx.outbox.add(at, { type: 'changed', what: 'people', id: userId });
    return { signedOut, disabled };
  });
}
