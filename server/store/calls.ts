import { and, asc, eq, gt, inArray, sql } from 'drizzle-orm';
import { callbackCalls } from '../../schema/tables/callbacks.ts';
import { callLegs, callOffers, calls, callTalks, recordingLinks, recordings } from '../../schema/tables/calls.ts';
import { contactPhones, contacts, matchChoices } from '../../schema/tables/contacts.ts';
import { devices } from '../../schema/tables/people.ts';
import { calendars, lines, pbxes, sites } from '../../schema/tables/site.ts';
import type { CallRecord } from '../domain/call/call-record.ts';
import type { LinePromise } from '../domain/callback/policy.ts';
import type { DbTx } from '../platform/db.ts';
import { hoursOf } from './calendar.ts';
import { type PhoneOwners, plain } from './calls-parts.ts';

/** Where a call came in: its site's rules and its line, if the DID belongs to one. */
export interface CallPlace {
  readonly siteId: number;
  readonly country: string;
  readonly returnedTalkMs: number;
  readonly line: ({ readonly id: number; readonly group: string } & LinePromise) | null;
}

/** What the use-case has found out about a call beside the record itself. */
export interface CallFindings {
  readonly customer: string | null;
  readonly lineId: number | null;
  readonly contactId: number | null;
  readonly agentId: number | null;
  readonly excludedBy: number | null;
  readonly recordedAt: number;
}

export interface StoredCall {
  readonly id: number;
  readonly outcome: CallRecord['outcome'];
}

/** A call of the log as a later look at the PBX's records compares it. */
export interface KnownCall extends Pick<CallRecord, 'outcome' | 'linkedid' | 'linkedids'> {
  readonly id: number;
  readonly bootId: number;
  readonly reason: CallRecord['reason'];
  readonly warnings: readonly string[];
}

export interface ExclusionRule {
  readonly id: number;
  readonly kind: 'blocked_number' | 'excluded_line' | 'abandoned_before_s';
  readonly value: string;
  /** Key of the one line it holds on. */
  readonly line?: string | null;
}

/** A call with talk, as far as the ledger asks for it. */
export interface TalkedCall {
  readonly id: number;
  readonly direction: 'inbound' | 'outbound' | 'internal';
  readonly customer: string | null;
  readonly lineGroup: string | null;
  readonly contactId: number | null;
  readonly agentId: number | null;
  readonly talkedMs: number;
  readonly talkStartedAt: number;
  readonly talkEndedAt: number;
}

const knownCall = {
  id: calls.id,
  bootId: calls.bootId,
  linkedid: calls.linkedid,
  linkedids: calls.linkedids,
  outcome: calls.outcome,
  reason: sql<CallRecord['reason']>`${calls.reason}`,
  warnings: calls.warnings,
};

/** The call log as the ledger needs it. */
export function callStore(tx: DbTx) {
  return {
    async place(pbxId: number, lineKey: string | null): Promise<CallPlace> {
      const [site] = await tx
        .select({ siteId: sites.id, country: sites.country, returnedTalkMs: sites.returnedTalkMs })
        .from(pbxes)
        .innerJoin(sites, eq(sites.id, pbxes.siteId))
        .where(eq(pbxes.id, pbxId));
      if (!site) throw new Error(`There is no PBX ${pbxId}`);
      if (lineKey === null) return { ...site, line: null };
      const line = { id: lines.id, group: lines.lineGroup, dueMinutes: lines.dueMinutes };
      const [found] = await tx
        .select({ line, calendar: calendars })
        .from(lines)
        .leftJoin(calendars, eq(calendars.id, lines.calendarId))
        .where(and(eq(lines.siteId, site.siteId), eq(lines.key, lineKey)));
      return { ...site, line: found ? { ...found.line, hours: hoursOf(found.calendar) } : null };
    },
    async owners(pbxId: number): Promise<PhoneOwners> {
      const phone = { device: devices.device, extension: devices.extension, userId: devices.userId };
      const rows = await tx.select(phone).from(devices).where(eq(devices.pbxId, pbxId)).orderBy(asc(devices.id));
      const byDevice = new Map(rows.map((row) => [row.device, row.userId]));
      const byExtension = new Map(rows.map((row) => [row.extension, row.userId]));
      return {
        byDevice: (device) => (device === null ? null : (byDevice.get(device) ?? null)),
        byExtension: (extension) => (extension === null ? null : (byExtension.get(extension) ?? null)),
      };
    },
    /** Everybody behind a number, merged contacts left out. */
    async contactsBehind(number: string): Promise<number[]> {
      const rows = await tx
        .select({ id: contacts.id })
        .from(contactPhones)
        .innerJoin(contacts, eq(contacts.id, contactPhones.contactId))
        .where(and(eq(contactPhones.e164, number), sql`${contacts.mergedInto} is null`))
        .orderBy(asc(contacts.id));
      return rows.map(({ id }) => id);
    },
    /** Which of several people behind a number this agent meant last time. */
    async chosen(number: string, userId: number): Promise<number | undefined> {
      const mine = and(eq(matchChoices.e164, number), eq(matchChoices.userId, userId));
      return (await tx.select({ id: matchChoices.contactId }).from(matchChoices).where(mine))[0]?.id;
    },
    /** All numbers of a contact, and whether somebody else has each too. */
    async numbersOf(contactId: number): Promise<{ number: string; shared: boolean }[]> {
      const shared = sql<boolean>`exists (select from contact_phones o where o.e164 = contact_phones.e164
        and o.contact_id <> contact_phones.contact_id)`;
      return tx
        .select({ number: contactPhones.e164, shared })
        .from(contactPhones)
        .where(eq(contactPhones.contactId, contactId));
    },
    async isVip(contactId: number): Promise<boolean> {
      return (await tx.select({ vip: contacts.vip }).from(contacts).where(eq(contacts.id, contactId)))[0]?.vip ?? false;
    },
    /** The rows that any of these names leads to, in whatever life of the PBX; ids may come again, but not on the same day. */
    async knownAs(pbxId: number, linkedids: readonly string[], startedAt: number): Promise<KnownCall[]> {
      const names = linkedids.map((linkedid) => plain(linkedid));
      const near = sql`${calls.startedAt} between to_timestamp(${startedAt / 1000}) - interval '1 day'
        and to_timestamp(${startedAt / 1000}) + interval '1 day'`;
      return tx
        .select(knownCall)
        .from(calls)
        .where(and(eq(calls.pbxId, pbxId), inArray(calls.linkedid, names), near));
    },
    /** All calls that ended at or after an instant. */
    async knownSince(pbxId: number, at: number): Promise<KnownCall[]> {
      const later = sql`${calls.endedAt} >= to_timestamp(${at / 1000})`;
      return tx
        .select(knownCall)
        .from(calls)
        .where(and(eq(calls.pbxId, pbxId), later));
    },
    /** Legs, offers and talks that were seen in part only, to be told anew. Recordings stay: people may have filed them. */
    async dropParts(id: number): Promise<void> {
      await tx.delete(callLegs).where(eq(callLegs.callId, id));
      await tx.delete(callOffers).where(eq(callOffers.callId, id));
      await tx.delete(callTalks).where(eq(callTalks.callId, id));
    },
    /** Puts the call's recordings on the contact's profile, where they do not stand or have not been taken off. */
    async linkRecordings(callId: number, contactId: number, at: number): Promise<number[]> {
      const linked = tx
        .select({ id: recordingLinks.recordingId })
        .from(recordingLinks)
        .where(eq(recordingLinks.contactId, contactId));
      const files = await tx
        .select({ id: recordings.id })
        .from(recordings)
        .where(and(eq(recordings.callId, callId), sql`${recordings.id} not in ${linked}`));
      if (files.length > 0) {
        await tx.insert(recordingLinks).values(files.map(({ id }) => ({ recordingId: id, contactId, linkedAt: at })));
      }
      return files.map(({ id }) => id);
    },
    /** The item that covers a missed call. */
    async coveredBy(callId: number): Promise<number | undefined> {
      const covering = tx.select({ id: callbackCalls.callbackId }).from(callbackCalls);
      return (await covering.where(eq(callbackCalls.callId, callId)))[0]?.id;
    },
    /** Conversations with any of these numbers that ended after `at`, by their last talk. */
    async talkedAfter(numbers: readonly string[], at: number): Promise<TalkedCall[]> {
      if (numbers.length === 0) return [];
      const rows = await tx
        .select(talked)
        .from(calls)
        .innerJoin(callTalks, eq(callTalks.callId, calls.id))
        .leftJoin(lines, eq(lines.id, calls.lineId))
        .where(
          and(
            inArray(calls.customer, [...numbers]),
            eq(calls.outcome, 'talked'),
            gt(calls.endedAt, at),
            gt(callTalks.endedAt, at),
          ),
        )
        .orderBy(asc(callTalks.endedAt));
      return [...new Map(rows.map((row) => [row.id, row])).values()];
    },
    async talkedCall(id: number): Promise<TalkedCall | undefined> {
      const rows = await tx
        .select(talked)
        .from(calls)
        .innerJoin(callTalks, eq(callTalks.callId, calls.id))
        .leftJoin(lines, eq(lines.id, calls.lineId))
        .where(eq(calls.id, id))
        .orderBy(asc(callTalks.endedAt));
      return rows.at(-1);
    },
  };
}
export type CallStore = ReturnType<typeof callStore>;

const talked = {
  id: calls.id,
  direction: calls.direction,
  customer: calls.customer,
  lineGroup: lines.lineGroup,
  contactId: calls.contactId,
  agentId: sql<number | null>`coalesce(${callTalks.userId}, ${calls.agentId})`,
  talkedMs: calls.talkedMs,
  talkStartedAt: callTalks.startedAt,
  talkEndedAt: callTalks.endedAt,
};
