import type { DemoSite } from '../../pbx/demo/demo-site.ts';

/** How long things wait in these runs; the rest of the product's policy stands. */
export const waits = {
  leaseMs: 3_000,
  attemptWithinMs: 5_000,
  attemptGraceMs: 1_500,
  lostAfterMs: 3_000,
  wholeForMs: 1_500,
};

/** A talk this long pays a debt here. */
export const returnedTalkMs = 400;

export const dids = ['+442079460900', '+442079460901'] as const;

const agents = ['amy', 'bob', 'cem', 'dan'] as const;
export type Agent = (typeof agents)[number];
export { agents };

export function deviceOf(agent: Agent): string {
  return `PJSIP/${1001 + agents.indexOf(agent)}`;
}

/** One company with two lines that ring all phones, told to the fake PBX and to the service alike. */
export const site: DemoSite = {
  site: { name: 'Chaos', country: 'GB', areaCode: '20', timeZone: 'Europe/London', language: 'en' },
  pbx: {
    name: 'chaos',
    trunks: ['PJSIP/trunk'],
    inboundContexts: ['from-trunk'],
    internalContexts: ['from-internal'],
    originateContext: 'ringback-callback',
    recordings: null,
  },
  lines: dids.map((did, n) => ({
    key: `line${n}`,
    name: `Line ${n}`,
    dids: [did],
    group: `group${n}`,
    language: 'en',
    dueMinutes: 30,
  })),
  people: agents.map((login) => ({
    login,
    name: login,
    role: 'agent' as const,
    language: 'en',
    devices: [{ device: deviceOf(login), extension: deviceOf(login).slice(-4), label: 'Desk phone' }],
    queues: [],
  })),
  queues: [],
  contacts: [],
};

/** The same as SITE.yaml; JSON is YAML too. */
export function siteYaml(): string {
  const { contacts, queues, ...rest } = site;
  return JSON.stringify({ ...rest, queues: [], site: { ...rest.site, minTalkMs: 100, returnedTalkMs } });
}
