import { z } from 'zod';
import { Id, Language, LineRef, PersonRef, Role, Theme } from './common.ts';
import { PopUrl, popAs, popWhens } from './push.ts';

export const SignIn = z.object({ login: z.string().min(1).max(100), password: z.string().min(1).max(200) });

export const MyDevice = z.object({
  id: Id,
  device: z.string(),
  extension: z.string(),
  label: z.string().nullable(),
});

/** Everything the app needs to start: who I am, my phones, the site's words and clock. */
export const Session = z.object({
  user: PersonRef.extend({
    login: z.string(),
    role: Role,
    language: Language,
    theme: Theme,
    /** When a caller's page opens by itself, and as what. */
    popWhen: z.enum(popWhens),
    popAs: z.enum(popAs),
    /** `{number}` stands for the caller's number. */
    popUrl: z.string().nullable(),
  }),
  devices: z.array(MyDevice),
  site: z.object({
    name: z.string(),
    country: z.string(),
    timeZone: z.string(),
    language: Language,
    /** Why people may pause: words of ours, or the company's own. */
    pauseReasons: z.array(z.string()),
  }),
  lines: z.array(LineRef),
  people: z.array(PersonRef),
  queues: z.array(z.object({ name: z.string(), label: z.string() })),
  /** The service runs its demonstration PBX. */
  demo: z.boolean(),
  version: z.string(),
});
export type Session = z.infer<typeof Session>;

export const EditMe = z
  .object({
    language: Language,
    theme: Theme,
    popWhen: z.enum(popWhens),
    popAs: z.enum(popAs),
    popUrl: PopUrl.nullable(),
  })
  .partial();
export type EditMe = z.infer<typeof EditMe>;

/** First start: the one-time link makes the first admin. */
export const SetUp = z.object({
  token: z.string().min(20).max(200),
  name: z.string().min(1).max(100),
  login: z.string().regex(/^[a-z0-9._-]{2,40}$/),
  password: z.string().min(10).max(200),
  language: Language,
});
/** A person sets their own password by the link an admin handed over. */
export const SetPassword = z.object({ token: z.string().min(20).max(200), password: z.string().min(10).max(200) });
export const LinkInfo = z.object({
  kind: z.enum(['setup', 'password']),
  name: z.string().nullable(),
  login: z.string().nullable(),
});
