import { readFileSync } from 'node:fs';
import { isSupportedCountry } from 'libphonenumber-js/max';
import { parse } from 'yaml';
import { z } from 'zod';
import { dateText, intervalText, persianText, timeZoneText } from '../../schema/contracts/hours.ts';
import { Checklist, Greeting, Outcomes } from '../../schema/contracts/outcomes.ts';
import { PauseReason } from '../../schema/contracts/presence.ts';
import type { SiteMap } from '../domain/call/site-map.ts';
import { parseQuietHours } from '../domain/callback/may-call.ts';
import { normalise } from '../domain/number/normalise.ts';
import { EscalationShape, ladderProblems } from './site-ladder.ts';

const text = z.string().trim().min(1).max(100);
const key = z.string().regex(/^[A-Za-z0-9_.-]{1,40}$/, 'letters, digits, _ . - only');
const country = z
  .string()
  .length(2)
  .transform((code) => code.toUpperCase())
  .refine((code) => isSupportedCountry(code), 'not an ISO 3166 country');
const areaCode = z.union([z.string().regex(/^[0-9]{1,6}$/), z.number().int().transform(String)]).nullable();
const language = z.enum(['en', 'fa', 'ru', 'ka']);
const number = z.union([z.string().min(2).max(40), z.number().int().transform(String)]);
const extension = z.union([z.string().regex(/^[0-9*#]{1,15}$/), z.number().int().nonnegative().transform(String)]);
const channel = z.string().regex(/^[A-Za-z0-9]{2,12}\/[A-Za-z0-9_.-]{1,40}$/, 'like PJSIP/1001');
const glob = z.string().trim().min(1).max(80);

const Device = z.strictObject({ device: channel, extension, label: z.string().max(60).nullable().default(null) });

const Line = z.strictObject({
  key,
  name: text,
  dids: z.array(number).min(1),
  group: key.default('main'),
  language: language.optional(),
  country: country.optional(),
  areaCode: areaCode.optional(),
  queue: key.nullable().default(null),
  dueMinutes: z.number().int().min(1).max(10_080).default(30),
  /** Name of a calendar; null for around the clock. */
  hours: text.nullable().default(null),
  /** Whether callbacks that are due are offered to free agents, one after the other. */
  offers: z.boolean().default(false),
  /** Whose phone rings first; with `customer_first` what is due is called as soon as an agent of the line is free. */
  dialOrder: z.enum(['agent_first', 'customer_first']).default('agent_first'),
  /** What the agent says first, and what is asked in every talk; both stand beside the call while it runs. */
  greeting: Greeting.nullable().default(null),
  checklist: Checklist.default([]),
  /** How a talk on this line may have gone, at most six, each perhaps with finer kinds. */
  outcomes: Outcomes.nullable().default(null),
  /** Whom the steps of an owed call reach; the site's ladder when it says nothing. */
  escalation: EscalationShape.optional(),
});

const intervals = z.array(intervalText).max(12).default([]);
const days = z.number().int().min(1).max(31).default(1);

/** When people are there to call back: the week, holidays by either calendar, days with hours of their own. */
const Hours = z.strictObject({
  name: text,
  timeZone: timeZoneText.optional(),
  weekly: z.strictObject({
    mon: intervals,
    tue: intervals,
    wed: intervals,
    thu: intervals,
    fri: intervals,
    sat: intervals,
    sun: intervals,
  }),
  holidays: z
    .array(
      z.union([
        z.strictObject({ date: dateText, name: text, days }),
        z.strictObject({ persian: persianText, name: text, days }),
      ]),
    )
    .max(400)
    .default([]),
  open: z
    .array(z.strictObject({ date: dateText, intervals }))
    .max(400)
    .default([]),
});

const Person = z.strictObject({
  login: z.string().regex(/^[a-z0-9._-]{2,40}$/),
  name: text,
  role: z.enum(['agent', 'supervisor', 'admin']).default('agent'),
  email: z.email().max(254).optional(),
  language: language.optional(),
  devices: z.array(Device).default([]),
  queues: z.array(key).default([]),
});

const Contact = z.strictObject({
  name: text,
  organisation: text.nullable().default(null),
  roles: z.array(text).default([]),
  phones: z.array(number).default([]),
  vip: z.boolean().default(false),
  level: z.enum(['potential', 'prospect', 'new', 'active']).default('potential'),
  owner: z.string().nullable().default(null),
  note: z.string().max(4000).nullable().default(null),
  /** Days after the last talk at which they are called again. */
  callEveryDays: z.number().int().min(1).max(365).nullable().default(null),
  birthday: z
    .string()
    .regex(/^\d{4}-\d{2}-\d{2}$/)
    .nullable()
    .default(null),
});

/** SITE.yaml: one company, its PBX, lines, queues, people with their phones, and perhaps first contacts. */
const SiteShape = z.strictObject({
  site: z.strictObject({
    name: text,
    country,
    areaCode: areaCode.default(null),
    timeZone: timeZoneText,
    language: language.default('en'),
    minTalkMs: z.number().int().min(0).max(60_000).default(1000),
    returnedTalkMs: z.number().int().min(0).max(600_000).default(10_000),
    dialCountries: z.array(country).default([]),
    /** When no customer is rung, on the company's clock. */
    quietHours: z
      .string()
      .refine((text) => parseQuietHours(text) !== null, 'like 21:30-08:00')
      .nullable()
      .default(null),
    /** Why people may pause: words of the desk, or the company's own. */
    pauseReasons: z.array(PauseReason).max(20).default(['break', 'lunch', 'meeting', 'back_office', 'training']),
    /** How long nobody is offered a callback after a talk. */
    wrapUpSeconds: z.number().int().min(0).max(3600).default(30),
    /** After so many calls in a row that rang out a phone is paused; 0 is never. */
    unansweredLimit: z.number().int().min(0).max(20).default(3),
    escalation: EscalationShape.optional(),
  }),
  pbx: z.strictObject({
    name: key.default('main'),
    trunks: z.array(glob).min(1),
    inboundContexts: z.array(glob).default([]),
    internalContexts: z.array(glob).default([]),
    originateContext: key.default('ringback-callback'),
    /** Folder of the recordings on the machine Ringback runs on; null keeps recordings out. */
    recordings: z.string().nullable().default(null),
  }),
  calendars: z.array(Hours).max(100).default([]),
  lines: z.array(Line).default([]),
  queues: z.array(z.strictObject({ name: key, label: text })).default([]),
  people: z.array(Person).default([]),
  /** Phones that belong to nobody: a meeting room, the warehouse. */
  devices: z.array(Device).default([]),
  contacts: z.array(Contact).default([]),
});

/** A whole SITE.yaml that contradicts itself nowhere. */
export const Site = SiteShape.superRefine((site, context) => {
  for (const problem of contradictions(site)) context.addIssue({ code: 'custom', message: problem });
});
export type Site = z.infer<typeof Site>;

/** A SITE.yaml that cannot be used, with all its problems. */
export class SiteError extends Error {
  readonly problems: readonly string[];
  constructor(file: string, problems: readonly string[]) {
    super(`${file} cannot be used:\n${problems.map((problem) => `  - ${problem}`).join('\n')}`);
    this.problems = problems;
  }
}

/** Reads and checks a SITE.yaml from disk. */
export function readSite(file: string): Site {
  let content: string;
  try {
    content = readFileSync(file, 'utf8');
  } catch (cause) {
    throw new SiteError(file, [cause instanceof Error ? cause.message : 'cannot be read']);
  }
  return parseSite(content, file);
}

/** Checks the text of a SITE.yaml; lists every problem at once. */
export function parseSite(content: string, file = 'SITE.yaml'): Site {
  let tree: unknown;
  try {
    tree = parse(content, { maxAliasCount: 50 });
  } catch (cause) {
    throw new SiteError(file, [cause instanceof Error ? cause.message : 'is not YAML']);
  }
  const found = Site.safeParse(tree);
  if (found.success) return found.data;
  throw new SiteError(
    file,
    found.error.issues.map(({ path, message }) => (path.length === 0 ? message : `${path.join('.')}: ${message}`)),
  );
}

/** What the classifier needs of a site. */
export function siteMapOf({ site, pbx, lines, people, devices }: Site): SiteMap {
  const phones = [...people.flatMap((person) => person.devices), ...devices];
  return {
    country: site.country,
    areaCode: site.areaCode,
    trunks: pbx.trunks,
    inboundContexts: pbx.inboundContexts,
    lines: lines.map((line) => ({
      key: line.key,
      dids: line.dids,
      group: line.group,
      country: line.country ?? site.country,
      areaCode: line.areaCode === undefined ? site.areaCode : line.areaCode,
    })),
    phones: phones.map(({ device, extension }) => ({ device, extension })),
    minTalkMs: site.minTalkMs,
  };
}

function contradictions({
  site,
  calendars,
  lines,
  queues,
  people,
  devices,
  contacts,
}: z.infer<typeof SiteShape>): string[] {
  const phones = [...people.flatMap((person) => person.devices), ...devices];
  const queueNames = new Set(queues.map(({ name }) => name));
  const logins = new Set(people.map(({ login }) => login));
  const dids = lines.flatMap((line) => line.dids.map((did) => normalise(did, site) ?? did));
  const named = [...lines.map(({ queue }) => queue), ...people.flatMap((person) => person.queues)];
  const calendarNames = new Set(calendars.map(({ name }) => name));
  return [
    ...twice(
      'calendar',
      calendars.map(({ name }) => name),
    ),
    ...lines
      .filter(({ hours }) => hours !== null && !calendarNames.has(hours))
      .map(({ key, hours }) => `line ${key}: no calendar is named ${hours}`),
    ...ladderProblems('site', site.escalation, logins),
    ...lines.flatMap(({ key, escalation }) => ladderProblems(`line ${key}`, escalation, logins)),
    ...twice(
      'device',
      phones.map(({ device }) => device.toLowerCase()),
    ),
    ...twice(
      'extension',
      phones.map((phone) => phone.extension),
    ),
    ...twice(
      'login',
      people.map(({ login }) => login),
    ),
    ...twice(
      'line',
      lines.map((line) => line.key),
    ),
    ...twice('DID', dids),
    ...twice(
      'queue',
      queues.map(({ name }) => name),
    ),
    ...[...new Set(named)]
      .filter((name) => name !== null && !queueNames.has(name))
      .map((name) => `no queue is named ${name}`),
    ...contacts
      .filter(({ owner }) => owner !== null && !logins.has(owner))
      .map(({ name, owner }) => `contact ${name}: no person has the login ${owner}`),
  ];
}

function twice(what: string, values: readonly string[]): string[] {
  const repeated = new Set(values.filter((value, index) => values.indexOf(value) !== index));
  return [...repeated].map((value) => `${what} ${value} is there twice`);
}
