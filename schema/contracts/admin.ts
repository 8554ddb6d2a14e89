import { z } from 'zod';
import { At, Id, Language, PersonRef, Role } from './common.ts';
import { Outcome } from './outcomes.ts';

/** A plain address: what the database takes, and nothing that a mail program could read as two. */
export const Email = z.email().max(254);

export const PersonRow = PersonRef.extend({
  login: z.string(),
  role: Role,
  language: Language,
  /** Where notices go by mail; null is nowhere. */
  email: z.string().nullable(),
  disabledAt: At.nullable(),
  hasPassword: z.boolean(),
  devices: z.array(z.object({ id: Id, device: z.string(), extension: z.string(), label: z.string().nullable() })),
  queues: z.array(z.string()),
});
export type PersonRow = z.infer<typeof PersonRow>;
export const NewPerson = z.object({
  name: z.string().trim().min(1).max(100),
  login: z.string().regex(/^[a-z0-9._-]{2,40}$/),
  role: Role,
  language: Language,
  email: Email.nullable().optional(),
});
export const EditPerson = z
  .object({
    name: z.string().trim().min(1).max(100),
    role: Role,
    language: Language,
    email: Email.nullable(),
    disabled: z.boolean(),
    /** With `disabled`: who gets what they owe; without it the rule says. */
    handTo: Id,
  })
  .partial();
/** Shown once: the person opens it and sets a password. */
export const PasswordLink = z.object({ url: z.string(), expiresAt: At });

export const DeviceRow = z.object({
  id: Id,
  device: z.string(),
  extension: z.string(),
  label: z.string().nullable(),
  owner: PersonRef.nullable(),
  /** Calls of the last 7 days, and the last of them. */
  calls7d: z.number().int(),
  lastCallAt: At.nullable(),
  /** Name the PBX shows for the phone; untrusted. */
  nameOnPhone: z.string().nullable(),
  suggestion: PersonRef.nullable(),
});
export type DeviceRow = z.infer<typeof DeviceRow>;
export const NewDevice = z.object({
  device: z.string().regex(/^[A-Za-z0-9]{2,12}\/[A-Za-z0-9_.-]{1,40}$/),
  extension: z.string().regex(/^[0-9*#]{1,15}$/),
  label: z.string().trim().max(60).optional(),
});
export const GiveDevice = z.object({ userId: Id.nullable() });

export const LineRow = z.object({
  id: Id,
  key: z.string(),
  name: z.string(),
  dids: z.array(z.string()),
  group: z.string(),
  language: Language,
  queue: z.string().nullable(),
  dueMinutes: z.number().int(),
  /** Given back when editing, so that of two editors the later one is told. */
  version: z.number().int(),
  /** What the agent says first. */
  greeting: z.string().nullable(),
  /** What is asked in every talk of this line. */
  checklist: z.array(z.string()),
  /** How a talk may have gone; null: the six every line has. */
  outcomes: z.array(Outcome).nullable(),
});
export const AuditRow = z.object({
  id: Id,
  at: At,
  actor: PersonRef.nullable(),
  action: z.string(),
  subject: z.string(),
  detail: z.record(z.string(), z.unknown()),
});

/** Health, deep: each check with what it saw and, when bad, what to do. */
export const HealthCheck = z.object({
  name: z.string(),
  ok: z.boolean(),
  detail: z.string(),
  /** What `detail` says as a code with its facts, for screens in other languages; instants end in `At`. */
  says: z.string().optional(),
  facts: z.record(z.string(), z.union([z.number(), z.string()])).optional(),
});
export type HealthCheck = z.infer<typeof HealthCheck>;
export const Health = z.object({ ok: z.boolean(), version: z.string(), checks: z.array(HealthCheck) });
