import type { Outcome } from '../../schema/contracts/outcomes.ts';
import type { Ladder } from '../domain/escalation/ladder.ts';
import type { ProvisionStore, Put } from '../store/provision.ts';

interface PhonePlan {
  readonly device: string;
  readonly extension: string;
  readonly label: string | null;
}

/** What a SITE.yaml says, checked; the numbers of lines and contacts are in E.164. */
export interface SitePlan {
  readonly site: {
    readonly name: string;
    readonly country: string;
    readonly areaCode: string | null;
    readonly timeZone: string;
    readonly language: string;
    readonly dialCountries: readonly string[];
    readonly quietHours: string | null;
    readonly pauseReasons: readonly string[];
    readonly wrapUpSeconds: number;
    readonly unansweredLimit: number;
    readonly minTalkMs: number;
    readonly returnedTalkMs: number;
    readonly escalation: Ladder | null;
  };
  readonly pbx: {
    readonly name: string;
    readonly trunks: readonly string[];
    readonly inboundContexts: readonly string[];
    readonly internalContexts: readonly string[];
    readonly originateContext: string;
  };
  /** Intervals are texts such as `09:00-13:00`; the week begins on Monday. */
  readonly calendars: readonly {
    readonly name: string;
    readonly timeZone: string;
    readonly weekly: readonly (readonly string[])[];
    readonly holidays: readonly {
      readonly date: string | null;
      readonly days: number;
      readonly name: string;
      readonly persian: string | null;
    }[];
    readonly specialDays: readonly { readonly date: string; readonly intervals: readonly string[] }[];
  }[];
  readonly lines: readonly {
    readonly key: string;
    readonly name: string;
    readonly dids: readonly string[];
    readonly group: string;
    readonly language: string;
    readonly country: string;
    readonly areaCode: string | null;
    readonly queue: string | null;
    readonly dueMinutes: number;
    readonly offers: boolean;
    readonly dialOrder: 'agent_first' | 'customer_first';
    readonly greeting: string | null;
    readonly checklist: readonly string[];
    readonly outcomes: Outcome[] | null;
    /** Name of a calendar; null for around the clock. */
    readonly hours: string | null;
    readonly escalation: Ladder | null;
  }[];
  /** Phones of nobody: a meeting room, the warehouse. */
  readonly devices: readonly PhonePlan[];
  readonly people: readonly {
    readonly login: string;
    readonly name: string;
    readonly role: 'agent' | 'supervisor' | 'admin';
    readonly language: 'en' | 'fa' | 'ru' | 'ka';
    /** Left as it is when the file does not say. */
    readonly email?: string | undefined;
    readonly devices: readonly PhonePlan[];
    readonly queues: readonly string[];
  }[];
  readonly queues: readonly { readonly name: string; readonly label: string }[];
  readonly contacts: readonly {
    readonly name: string;
    readonly organisation: string | null;
    readonly roles: readonly string[];
    readonly phones: readonly string[];
    readonly vip: boolean;
    readonly level: 'potential' | 'prospect' | 'new' | 'active';
    readonly owner: string | null;
    readonly language: string | null;
    readonly birthday: string | null;
    readonly callEveryDays: number | null;
    readonly note: string | null;
  }[];
}

/** One difference between the file and what was stored before. */
export interface SiteChange {
  readonly what: 'site' | 'pbx' | 'calendar' | 'line' | 'queue' | 'person' | 'phone' | 'membership' | 'contact';
  readonly key: string;
  readonly did: 'added' | 'changed' | 'retired' | 'kept';
  readonly fields: readonly string[];
}

/**
 * Writes a site file into the database; safe to repeat. Nothing is deleted: a line the file no longer names is retired once nothing
 * is owed on it,
 * a person or contact it no longer names stays as they are. Answers with what changed, in the file's order.
 */
export async function provisionSite(store: ProvisionStore, plan: SitePlan, at: number): Promise<SiteChange[]> {
  const changes: SiteChange[] = [];
  const tell = (what: SiteChange['what'], key: string, put: Put): number => {
    if (put.did !== 'same') changes.push({ what, key, did: put.did, fields: put.fields });
    return put.id;
  };
  const siteId = tell(
    'site',
    plan.site.name,
    await store.site({
      ...plan.site,
      dialCountries: [...plan.site.dialCountries],
      pauseReasons: [...plan.site.pauseReasons],
    }),
  );
  const pbxId = tell(
    'pbx',
    plan.pbx.name,
    await store.pbx({
      siteId,
      name: plan.pbx.name,
      trunks: [...plan.pbx.trunks],
      inboundContexts: [...plan.pbx.inboundContexts],
      internalContexts: [...plan.pbx.internalContexts],
      originateContext: plan.pbx.originateContext,
    }),
  );
  const calendarIds = new Map<string, number>();
  for (const calendar of plan.calendars)
    calendarIds.set(calendar.name, tell('calendar', calendar.name, await store.calendar({ ...calendar, siteId })));
  for (const { group, hours, ...line } of plan.lines) {
    const calendarId = hours === null ? null : (calendarIds.get(hours) ?? null);
    tell(
      'line',
      line.key,
      await store.line({
        ...line,
        dids: [...line.dids],
        checklist: [...line.checklist],
        siteId,
        calendarId,
        lineGroup: group,
        retiredAt: null,
      }),
    );
  }
  const keys = plan.lines.map(({ key }) => key);
  for (const key of await store.retireOtherLines(siteId, keys, at)) {
    changes.push({ what: 'line', key, did: 'retired', fields: [] });
  }
  for (const { key, open } of await store.owingOtherLines(siteId, keys)) {
    changes.push({ what: 'line', key, did: 'kept', fields: [`${open} open callbacks`] });
  }
  const queueIds = new Map<string, number>();
  for (const queue of plan.queues)
    queueIds.set(queue.name, tell('queue', queue.name, await store.queue({ ...queue, pbxId })));
  const userIds = new Map<string, number>();
  for (const { devices, queues, ...person } of plan.people) {
    const userId = tell('person', person.login, await store.person(person, at));
    userIds.set(person.login, userId);
    for (const device of devices) tell('phone', device.device, await store.device({ ...device, pbxId, userId }));
    const wanted = queues.flatMap((name) => queueIds.get(name) ?? []);
    if (await store.membership(userId, wanted)) {
      changes.push({ what: 'membership', key: person.login, did: 'changed', fields: ['queues'] });
    }
  }
  for (const device of plan.devices)
    tell('phone', device.device, await store.device({ ...device, pbxId, userId: null }));
  for (const { organisation, owner, phones, note, roles, ...contact } of plan.contacts) {
    const ownerId = owner === null ? null : (userIds.get(owner) ?? null);
    const organisationId = organisation === null ? null : await store.organisation(organisation, at);
    const put = await store.contact({ ...contact, roles: [...roles], ownerId, organisationId }, phones, at);
    tell('contact', contact.name, put);
    const author = ownerId ?? [...userIds.values()][0];
    if (put.did === 'added' && note !== null && author !== undefined) await store.note(put.id, author, note, at);
  }
  return changes;
}
