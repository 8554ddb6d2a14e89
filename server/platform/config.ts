import { resolve } from 'node:path';
import { z } from 'zod';
import { defaultDataDir } from './postgres/data-dir.ts';

const flag = z.enum(['0', '1', 'true', 'false', 'yes', 'no']).transform((word) => ['1', 'true', 'yes'].includes(word));
const port = z.coerce.number().int().min(0).max(65_535);
const word = z.string().min(1).max(500);
const address = z.url({ protocol: /^https?$/ }).transform((url) => new URL(url).origin);

/** Origins such as `https://www.example.com`, parted by commas or spaces; nothing but whole origins, no wildcards. */
const origins = z
  .string()
  .max(2_000)
  .transform((text) => text.split(/[\s,]+/).filter(Boolean))
  .pipe(z.array(address.refine((origin) => !/[*;']/.test(origin))).max(20));

/** Every name the service reads from its environment. `.env.example` explains them and is held to this list by a test. */
export const environment = z.object({
  RINGBACK_HOST: word.default('127.0.0.1'),
  RINGBACK_PORT: port.default(8480),
  RINGBACK_PUBLIC_URL: address.optional(),
  RINGBACK_TRUST_PROXY: word.optional(),
  RINGBACK_FORM_ORIGINS: origins.optional(),
  RINGBACK_DATA_DIR: word.optional(),
  RINGBACK_RECORDINGS_DIR: word.optional(),
  RINGBACK_PBX_RECORDINGS_DIR: word.optional(),
  RINGBACK_CEL_CSV: word.optional(),
  RINGBACK_CDR_CSV: word.optional(),
  RINGBACK_QUEUE_LOG: word.optional(),
  RINGBACK_RECORDS_DATABASE_URL: z.url({ protocol: /^(postgres(ql)?|mysql|mariadb)$/ }).optional(),
  RINGBACK_SITE: word.optional(),
  RINGBACK_DEMO: flag.optional(),
  RINGBACK_LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).default('info'),
  RINGBACK_METRICS_TOKEN: z.string().min(16).max(200).optional(),
  RINGBACK_SMTP_URL: z.url({ protocol: /^smtps?$/ }).optional(),
  RINGBACK_MAIL_FROM: z.email().max(254).optional(),
  RINGBACK_WEBHOOK_URL: z
    .url({ protocol: /^https?$/ })
    .refine((address) => new URL(address).username === '')
    .optional(),
  RINGBACK_WEBHOOK_SECRET: z.string().min(16).max(500).optional(),
  DATABASE_URL: z.url({ protocol: /^postgres(ql)?$/ }).optional(),
  AMI_HOST: word.optional(),
  AMI_PORT: port.min(1).default(5038),
  AMI_TLS: flag.default(false),
  AMI_TLS_CA: word.optional(),
  AMI_ALLOW_PLAIN: flag.default(false),
  AMI_EVENTS_USER: word.optional(),
  AMI_EVENTS_SECRET: word.optional(),
  AMI_ACTIONS_USER: word.optional(),
  AMI_ACTIONS_SECRET: word.optional(),
});

/** One of the two accounts on the PBX. */
export interface AmiAccount {
  readonly user: string;
  readonly secret: string;
}

export interface AmiConfig {
  readonly host: string;
  readonly port: number;
  readonly tls: boolean;
  /** Path of a PEM file that signs the PBX's certificate. */
  readonly tlsCa: string | null;
  readonly allowPlain: boolean;
  readonly events: AmiAccount;
  readonly actions: AmiAccount;
}

/** Where the PBX writes down its calls, as this machine reaches it. */
export interface RecordsConfig {
  /** `Master.csv` of cel_custom. */
  readonly celCsv: string | null;
  /** `Master.csv` of cdr_csv. */
  readonly cdrCsv: string | null;
  /** `queue_log` of app_queue. */
  readonly queueLog: string | null;
  /** A PostgreSQL, MariaDB or MySQL with the tables `cel` and `cdr`, or one of them. */
  readonly databaseUrl: string | null;
}

/** The mail server notices go through. */
export interface MailConfig {
  readonly smtp: {
    readonly host: string;
    readonly port: number;
    /** TLS from the first byte. */
    readonly secure: boolean;
    /** On this very machine: nothing crosses a network. */
    readonly local: boolean;
    readonly auth: { readonly user: string; readonly password: string } | null;
  };
  readonly from: string;
  /** The host part of a Message-ID. */
  readonly messageHost: string;
}

/** The one address notices are posted to, and the secret they are signed with. */
export interface WebhookConfig {
  readonly url: string;
  readonly secret: string;
}

export interface Config {
  readonly host: string;
  readonly port: number;
  /** Origin under which browsers reach us; null is the address we listen on. */
  readonly publicUrl: string | null;
  /** Sites that may show the form by which customers ask for a call. */
  readonly formOrigins: readonly string[];
  /** Proxies whose X-Forwarded-* is believed: none, all, or a list of addresses. */
  readonly trustProxy: boolean | string;
  readonly dataDir: string;
  readonly recordingsDir: string;
  /** The same folder as the PBX names it, when it is mounted elsewhere there. */
  readonly pbxRecordingsDir: string | null;
  readonly records: RecordsConfig;
  readonly site: string | null;
  readonly logLevel: string;
  /** Where notices go by mail; null sends none. */
  readonly mail: MailConfig | null;
  /** Where notices are posted; null posts none. */
  readonly webhook: WebhookConfig | null;
  readonly metricsToken: string | null;
  /** Null is the embedded database in the data folder. */
  readonly databaseUrl: string | null;
  /** Null is the demonstration PBX. */
  readonly ami: AmiConfig | null;
}

/** The environment cannot be used; `problems` names every variable and what is wrong, never its value. */
export class ConfigError extends Error {
  readonly problems: readonly string[];

  constructor(problems: readonly string[]) {
    super(`The configuration has problems:\n${problems.map((problem) => `  - ${problem}`).join('\n')}`);
    this.name = 'ConfigError';
    this.problems = problems;
  }
}

const expectations: Readonly<Record<string, string>> = {
  RINGBACK_PORT: 'must be a port from 0 to 65535',
  RINGBACK_PUBLIC_URL: 'must be an address such as https://calls.example.com',
  RINGBACK_FORM_ORIGINS: 'must be origins such as https://www.example.com, parted by commas',
  RINGBACK_DEMO: 'must be yes or no',
  RINGBACK_LOG_LEVEL: 'must be one of fatal, error, warn, info, debug, trace, silent',
  RINGBACK_METRICS_TOKEN: 'must have 16 to 200 characters',
  RINGBACK_RECORDS_DATABASE_URL: 'must be an address such as mysql://user:password@host/asteriskcdrdb or postgres://…',
  RINGBACK_SMTP_URL: 'must be an address such as smtp://user:password@mail.example.com:587',
  RINGBACK_MAIL_FROM: 'must be a mail address',
  RINGBACK_WEBHOOK_URL: 'must be an address such as https://chat.example.com/ringback',
  RINGBACK_WEBHOOK_SECRET: 'must have 16 to 500 characters',
  DATABASE_URL: 'must be an address such as postgres://user:password@host/database',
  AMI_PORT: 'must be a port from 1 to 65535',
  AMI_TLS: 'must be yes or no',
  AMI_ALLOW_PLAIN: 'must be yes or no',
};

/** Reads the environment once. Throws a ConfigError that lists all problems together. */
export function readConfig(env: Readonly<Record<string, string | undefined>>): Config {
  const given = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== undefined && value !== ''));
  const parsed = environment.safeParse(given);
  const problems: string[] = [];
  if (!parsed.success) {
    const names = new Set(parsed.error.issues.map((issue) => String(issue.path[0])));
    for (const name of names) problems.push(`${name} ${expectations[name] ?? 'has a value that cannot be used'}`);
  }
  const demo = given.RINGBACK_DEMO;
  const asksForDemo = demo !== undefined && flag.safeParse(demo).data === true;
  const demonstration = asksForDemo || given.AMI_HOST === undefined;
  if (!demonstration) {
    for (const name of ['AMI_EVENTS_USER', 'AMI_EVENTS_SECRET', 'AMI_ACTIONS_USER', 'AMI_ACTIONS_SECRET']) {
      if (given[name] === undefined) problems.push(`${name} is needed when AMI_HOST is set`);
    }
  }
  if (given.RINGBACK_SMTP_URL !== undefined && given.RINGBACK_MAIL_FROM === undefined) {
    problems.push('RINGBACK_MAIL_FROM is needed when RINGBACK_SMTP_URL is set');
  }
  if (given.RINGBACK_WEBHOOK_URL !== undefined && given.RINGBACK_WEBHOOK_SECRET === undefined) {
    problems.push('RINGBACK_WEBHOOK_SECRET is needed when RINGBACK_WEBHOOK_URL is set');
  }
  if (!parsed.success || problems.length > 0) throw new ConfigError(problems);
  return shape(parsed.data, demonstration);
}

function shape(env: z.infer<typeof environment>, demonstration: boolean): Config {
  const dataDir = defaultDataDir(env);
  return {
    host: env.RINGBACK_HOST,
    port: env.RINGBACK_PORT,
    publicUrl: env.RINGBACK_PUBLIC_URL ?? null,
    formOrigins: env.RINGBACK_FORM_ORIGINS ?? [],
    trustProxy: trust(env.RINGBACK_TRUST_PROXY),
    dataDir,
    recordingsDir: resolve(env.RINGBACK_RECORDINGS_DIR ?? `${dataDir}/recordings`),
    pbxRecordingsDir: env.RINGBACK_PBX_RECORDINGS_DIR ?? null,
    records: {
      celCsv: env.RINGBACK_CEL_CSV ? resolve(env.RINGBACK_CEL_CSV) : null,
      cdrCsv: env.RINGBACK_CDR_CSV ? resolve(env.RINGBACK_CDR_CSV) : null,
      queueLog: env.RINGBACK_QUEUE_LOG ? resolve(env.RINGBACK_QUEUE_LOG) : null,
      databaseUrl: env.RINGBACK_RECORDS_DATABASE_URL ?? null,
    },
    site: env.RINGBACK_SITE ? resolve(env.RINGBACK_SITE) : null,
    logLevel: env.RINGBACK_LOG_LEVEL,
    mail: mail(env),
    webhook: webhook(env),
    metricsToken: env.RINGBACK_METRICS_TOKEN ?? null,
    databaseUrl: env.DATABASE_URL ?? null,
    ami: demonstration ? null : pbx(env),
  };
}

function mail(env: z.infer<typeof environment>): MailConfig | null {
  const { RINGBACK_SMTP_URL: address, RINGBACK_MAIL_FROM: from } = env;
  if (address === undefined || from === undefined) return null;
  const url = new URL(address);
  const secure = url.protocol === 'smtps:';
  const host = url.hostname.replace(/^\[|\]$/g, '');
  const user = decodeURIComponent(url.username);
  return {
    smtp: {
      host,
      port: url.port === '' ? (secure ? 465 : 587) : Number(url.port),
      secure,
      local: host === 'localhost' || host === '::1' || host.startsWith('127.'),
      auth: user === '' ? null : { user, password: decodeURIComponent(url.password) },
    },
    from,
    messageHost: from.slice(from.lastIndexOf('@') + 1),
  };
}

function webhook(env: z.infer<typeof environment>): WebhookConfig | null {
  const { RINGBACK_WEBHOOK_URL: url, RINGBACK_WEBHOOK_SECRET: secret } = env;
  return url === undefined || secret === undefined ? null : { url, secret };
}

function pbx(env: z.infer<typeof environment>): AmiConfig {
  return {
    host: env.AMI_HOST ?? '127.0.0.1',
    port: env.AMI_PORT,
    tls: env.AMI_TLS,
    tlsCa: env.AMI_TLS_CA ?? null,
    allowPlain: env.AMI_ALLOW_PLAIN,
    events: { user: env.AMI_EVENTS_USER ?? '', secret: env.AMI_EVENTS_SECRET ?? '' },
    actions: { user: env.AMI_ACTIONS_USER ?? '', secret: env.AMI_ACTIONS_SECRET ?? '' },
  };
}

function trust(value: string | undefined): boolean | string {
  const given = flag.safeParse(value);
  return given.success ? given.data : (value ?? false);
}
