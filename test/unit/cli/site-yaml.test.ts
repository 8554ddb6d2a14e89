import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { sitePlanOf } from '../../../server/cli/site-plan.ts';
import { parseSite, readSite, SiteError, siteMapOf } from '../../../server/cli/site-yaml.ts';

const good = `
site: { name: Acme, country: gb, areaCode: 20, timeZone: Europe/London }
pbx: { trunks: ["PJSIP/trunk*"], inboundContexts: [from-trunk] }
lines:
  - { key: sales, name: Sales, dids: ["+442079460100"], queue: sales }
  - { key: paris, name: Paris, dids: ["+33123456789"], country: FR, areaCode: null }
queues: [{ name: sales, label: Sales }]
people:
  - { login: anna, name: Anna, devices: [{ device: PJSIP/1001, extension: 1001 }], queues: [sales] }
devices: [{ device: PJSIP/1009, extension: "1009" }]
`;

function problemsOf(text: string): readonly string[] {
  try {
    parseSite(text);
    return [];
  } catch (error) {
    if (error instanceof SiteError) return error.problems;
    throw error;
  }
}

describe('a SITE.yaml', () => {
  test('fills in what is usual', () => {
    expect(parseSite(good)).toMatchObject({
      site: {
        country: 'GB',
        areaCode: '20',
        language: 'en',
        minTalkMs: 1000,
        returnedTalkMs: 10_000,
        dialCountries: [],
        quietHours: null,
      },
      pbx: { name: 'main', originateContext: 'ringback-callback', recordings: null },
      lines: [{ group: 'main', dueMinutes: 30 }, { group: 'main' }],
      people: [{ role: 'agent', devices: [{ device: 'PJSIP/1001', extension: '1001', label: null }] }],
      contacts: [],
    });
  });

  test('becomes what the classifier needs; a line keeps its own country', () => {
    expect(siteMapOf(parseSite(good))).toEqual({
      country: 'GB',
      areaCode: '20',
      trunks: ['PJSIP/trunk*'],
      inboundContexts: ['from-trunk'],
      lines: [
        { key: 'sales', dids: ['+442079460100'], group: 'main', country: 'GB', areaCode: '20' },
        { key: 'paris', dids: ['+33123456789'], group: 'main', country: 'FR', areaCode: null },
      ],
      phones: [
        { device: 'PJSIP/1001', extension: '1001' },
        { device: 'PJSIP/1009', extension: '1009' },
      ],
      minTalkMs: 1000,
    });
  });

  test('with mistakes names them all at once', () => {
    const bad = good
      .replace('country: gb', 'country: XX')
      .replace('Europe/London', 'Mars/Base')
      .replace('name: Anna,', 'name: Anna, salary: 3,');
    expect(problemsOf(bad)).toEqual([
      'site.country: not an ISO 3166 country',
      'site.timeZone: not a time zone',
      expect.stringMatching(/^people\.0: .*salary/),
    ]);
  });

  test('that contradicts itself says where', () => {
    const bad = good
      .replace('dids: ["+33123456789"], country: FR', 'dids: ["02079460100"]')
      .replace('queues: [sales] }', 'queues: [night] }')
      .replace('PJSIP/1009', 'PJSIP/1001');
    expect(problemsOf(bad)).toEqual([
      'device pjsip/1001 is there twice',
      'DID +442079460100 is there twice',
      'no queue is named night',
    ]);
  });

  test('gives lines opening hours, with holidays of either calendar', () => {
    const { plan } = sitePlanOf(
      parseSite(
        good.replace(
          'lines:',
          `calendars:
  - name: office
    timeZone: Asia/Tehran
    weekly: { sat: ["09:00-13:00", "14:00-18:00"], thu: ["22:00-06:00"] }
    holidays: [{ date: 2026-12-25, name: Christmas }, { persian: 01-01, name: Nowruz, days: 4 }]
    open: [{ date: "2026-12-26", intervals: ["10:00-24:00"] }]
lines:
  - { key: night, name: Night, dids: ["+442079460101"], hours: office }`,
        ),
      ),
    );
    expect(plan.calendars).toEqual([
      {
        name: 'office',
        timeZone: 'Asia/Tehran',
        weekly: [[], [], [], ['22:00-06:00'], [], ['09:00-13:00', '14:00-18:00'], []],
        holidays: [
          { date: '2026-12-25', persian: null, name: 'Christmas', days: 1 },
          { date: null, persian: '01-01', name: 'Nowruz', days: 4 },
        ],
        specialDays: [{ date: '2026-12-26', intervals: ['10:00-24:00'] }],
      },
    ]);
    expect(plan.lines.map(({ hours }) => hours)).toEqual(['office', null, null]);
  });

  test('with opening hours that cannot be is refused', () => {
    const bad = (calendar: string, hours = 'office') =>
      problemsOf(
        good
          .replace('lines:', `calendars: [${calendar}]\nlines:`)
          .replace('queue: sales }', `queue: sales, hours: ${hours} }`),
      );
    expect(bad('{ name: office, weekly: { mon: ["25:00-26:00"] } }')).toEqual([
      'calendars.0.weekly.mon.0: like 09:00-13:00',
    ]);
    expect(bad('{ name: office, weekly: {}, open: [{ date: "2026-02-30" }] }')).toEqual([
      'calendars.0.open.0.date: no date like 2026-12-25',
    ]);
    expect(bad('{ name: office, weekly: {}, holidays: [{ persian: "12-31", name: x }] }').length).toBeGreaterThan(0);
    expect(bad('{ name: office, weekly: {} }', 'shop')).toEqual(['line sales: no calendar is named shop']);
  });

  test('names how a talk on a line may have gone, at most as many as there are keys', () => {
    const withOutcomes = (outcomes: string) => good.replace('queue: sales }', `queue: sales, outcomes: ${outcomes} }`);
    const { plan } = sitePlanOf(parseSite(withOutcomes('[{ name: Sold, more: [by phone] }, { name: Thinks }]')));
    expect(plan.lines.map(({ outcomes }) => outcomes)).toEqual([
      [
        { name: 'Sold', more: ['by phone'] },
        { name: 'Thinks', more: [] },
      ],
      null,
    ]);
    expect(problemsOf(withOutcomes('[{ name: Sold }, { name: sold }]'))).toEqual([
      'lines.0.outcomes: an outcome is there twice',
    ]);
    expect(problemsOf(withOutcomes('[]')).length).toBe(1);
  });

  test.each(['', '- a\n- b', '{', 'just text'])('%j is refused with a reason', (text) => {
    expect(problemsOf(text).length).toBeGreaterThan(0);
  });

  test('of the demonstration can be used', () => {
    const site = readSite(join(import.meta.dirname, '../../../pbx/demo/site.yaml'));
    expect(site.people.length).toBeGreaterThan(3);
  });

  test('that is not there is an error with its name', () => {
    expect(() => readSite('/nowhere/site.yaml')).toThrow('/nowhere/site.yaml');
  });

  describe('its escalation ladder', () => {
    const withLadder = (ladder: string, site = '') =>
      good
        .replace('queue: sales }', `queue: sales, escalation: ${ladder} }`)
        .replace('Europe/London }', `Europe/London${site} }`);
    const planned = (text: string) => sitePlanOf(parseSite(text)).plan;

    test('names people for each step; what is not said is usual, what is left out is not taken', () => {
      const { lines, site } = planned(
        withLadder(
          '{ dueSoon: { minutes: 5 }, breached: { minutes: 90, to: [anna, supervisors], by: [mail] } }',
          ', escalation: { overdue: {} }',
        ),
      );
      expect(lines[0]?.escalation).toEqual([
        { step: 'due_soon', minutes: 5, to: ['owner'], by: [] },
        { step: 'breached', minutes: 90, to: ['anna', 'supervisors'], by: ['mail'] },
      ]);
      expect(lines[1]?.escalation).toBeNull();
      expect(site.escalation).toEqual([
        { step: 'overdue', minutes: 0, to: ['owner', 'supervisors'], by: ['mail', 'webhook'] },
      ]);
    });

    test.each([
      ['{ overdue: { to: [nobody] } }', 'line sales: escalation names nobody, and no person has that login'],
      ['{ overdue: { minutes: 90 }, breached: { minutes: 60 } }', 'line sales: breached must not come before overdue'],
      ['{ overdue: { minutes: -1 } }', /lines\.0\.escalation\.overdue\.minutes/],
      ['{ overdue: { by: [fax] } }', /lines\.0\.escalation\.overdue\.by/],
    ])('%s is refused', (ladder, problem) => {
      const problems = problemsOf(withLadder(ladder));
      expect(problems).toHaveLength(1);
      expect(problems[0]).toMatch(problem);
    });

    test('an address for mails must be one', () => {
      const person = (email: string) => problemsOf(good.replace('name: Anna,', `name: Anna, email: ${email},`));
      expect(person('anna@example.com')).toEqual([]);
      expect(person('"anna@example.com, other@example.com"')).toHaveLength(1);
      expect(person('"anna@example.com\\r\\nBcc: x@example.com"')).toHaveLength(1);
    });
  });
});
