import type { z } from 'zod';
import type { Absence, AbsenceRow } from '../../schema/contracts/notices.ts';
import type { Actor, Office } from './office.ts';
import { Refusal } from './refusal.ts';

/** Who is away, now or later. */
export function listAbsences(office: Office): Promise<AbsenceRow[]> {
  return office.transact((tx) => tx.escalation.absences(office.now()));
}

/** Notes that a person will be away; notices for them go to the substitute meanwhile. */
export function addAbsence(
  office: Office,
  actor: Actor,
  userId: number,
  { fromAt, untilAt, substituteId }: z.infer<typeof Absence>,
): Promise<AbsenceRow> {
  return office.transact(async (tx) => {
    const at = office.now();
    if (!(await tx.users.byId(userId))) throw new Refusal('not-found');
    if (substituteId === userId) throw new Refusal('bad-request', 'substituteId');
    const substitute = substituteId === null ? null : await tx.users.byId(substituteId);
    if (substitute === undefined || (substitute && substitute.disabledAt !== null)) {
      throw new Refusal('not-found', 'substituteId');
    }
    if (untilAt <= at) throw new Refusal('bad-request', 'untilAt');
    const id = await tx.escalation.addAbsence({
      userId,
      fromAt,
      untilAt,
      substituteId,
      createdBy: actor.id,
      createdAt: at,
    });
    const detail = { absence: id, fromAt, untilAt, substituteId };
    const entry = { at, actorId: actor.id, subject: `user:${userId}`, ip: actor.ip };
    await tx.audit.add({ ...entry, action: 'absence.added', detail });
    const row = (await tx.escalation.absences(at)).find((one) => one.id === id);
    if (!row) throw new Error('The absence was not stored');
    return row;
  });
}

/** The person is back, or does not go. */
export function endAbsence(office: Office, actor: Actor, id: number): Promise<void> {
  return office.transact(async (tx) => {
    const at = office.now();
    const row = (await tx.escalation.absences(at)).find((one) => one.id === id);
    if (!row || !(await tx.escalation.endAbsence(id, at))) throw new Refusal('not-found');
    const entry = { at, actorId: actor.id, subject: `user:${row.user.id}`, ip: actor.ip };
    await tx.audit.add({ ...entry, action: 'absence.ended', detail: { absence: id } });
  });
}
