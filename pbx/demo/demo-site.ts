import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parse } from 'yaml';
import { z } from 'zod';

const Line = z.object({
  key: z.string(),
  name: z.string(),
  dids: z.array(z.string()).min(1),
  group: z.string(),
  language: z.string(),
  queue: z.string().optional(),
  dueMinutes: z.number(),
});

const Person = z.object({
  login: z.string(),
  name: z.string(),
  role: z.enum(['agent', 'supervisor', 'admin']),
  language: z.string(),
  devices: z.array(z.object({ device: z.string(), extension: z.string(), label: z.string() })),
  queues: z.array(z.string()),
});

const Contact = z.object({
  name: z.string(),
  organisation: z.string().optional(),
  roles: z.array(z.string()).optional(),
  phones: z.array(z.string()).min(1),
  vip: z.boolean().optional(),
  level: z.enum(['potential', 'prospect', 'new', 'active']).optional(),
  owner: z.string().optional(),
  note: z.string().optional(),
  birthday: z.string().optional(),
});

const Site = z.object({
  site: z.object({
    name: z.string(),
    country: z.string(),
    areaCode: z.string().optional(),
    timeZone: z.string(),
    language: z.string(),
  }),
  pbx: z.object({
    name: z.string(),
    trunks: z.array(z.string()).min(1),
    inboundContexts: z.array(z.string()).min(1),
    internalContexts: z.array(z.string()).min(1),
    originateContext: z.string(),
    recordings: z.string().nullable(),
  }),
  lines: z.array(Line).min(1),
  people: z.array(Person).min(1),
  queues: z.array(z.object({ name: z.string(), label: z.string() })),
  contacts: z.array(Contact).min(1),
});

/** The demonstration's company, as its SITE.yaml tells it. */
export type DemoSite = z.infer<typeof Site>;
export type DemoLine = DemoSite['lines'][number];
export type DemoPerson = DemoSite['people'][number];
export type DemoContact = DemoSite['contacts'][number];

/** Where the demonstration's SITE.yaml lies, both in the sources and after a build (which copies no YAML). */
export function demoSiteFile(): string {
  const beside = new URL('./site.yaml', import.meta.url);
  const fromBuild = new URL('../../../pbx/demo/site.yaml', import.meta.url);
  return fileURLToPath(existsSync(beside) ? beside : fromBuild);
}

/** Reads and checks the demonstration's SITE.yaml. */
export function readDemoSite(file: string = demoSiteFile()): DemoSite {
  return Site.parse(parse(readFileSync(file, 'utf8')));
}
