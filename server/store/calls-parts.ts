import type { CallRecord } from '../domain/call/call-record.ts';

/** Which of our people a phone or an extension belongs to. */
export interface PhoneOwners {
  byDevice(device: string | null): number | null;
  byExtension(extension: string | null): number | null;
}

const longest = 2_147_483_647;

/** Text of a stranger as the database can keep it: no NUL (which it refuses, with the whole row), no endless line. */
export function plain(text: string, max = 200): string {
  return text.replaceAll('\u0000', '').slice(0, max);
}

/** The same for a text that may be absent. */
export function plainOrNull(text: string | null, max = 200): string | null {
  return text === null ? null : plain(text, max);
}

/** A length of time as the column holds it: whole milliseconds, never negative. */
export function wholeMs(value: number): number {
  return Number.isFinite(value) ? Math.min(Math.max(Math.round(value), 0), longest) : 0;
}

/** One row per leg; a phone that left and came back keeps its first row. */
export function legRows(callId: number, { legs }: CallRecord, owners: PhoneOwners) {
  return legs.map((leg) => ({
    callId,
    uniqueid: plain(leg.uniqueid),
    channel: plain(leg.channel),
    role: leg.role,
    device: plainOrNull(leg.device),
    userId: owners.byDevice(leg.device) ?? (leg.role === 'agent' ? owners.byExtension(leg.extension) : null),
    extension: plainOrNull(leg.extension),
    number: plainOrNull(leg.number),
    startedAt: leg.startedAt,
    upAt: leg.upAt,
    endedAt: leg.endedAt,
    cause: leg.cause,
    causeText: plainOrNull(leg.causeText),
  }));
}

/** One row per phone that was asked. */
export function offerRows(callId: number, { offers }: CallRecord, owners: PhoneOwners) {
  return offers.map((offer) => ({
    callId,
    uniqueid: plain(offer.uniqueid),
    device: plain(offer.device),
    userId: owners.byDevice(offer.device) ?? owners.byExtension(offer.extension),
    queue: plainOrNull(offer.queue),
    startedAt: offer.startedAt,
    rangAt: offer.rangAt,
    endedAt: offer.endedAt,
    result: offer.result,
  }));
}

/** One row per stretch of talk. */
export function talkRows(callId: number, { talks }: CallRecord, owners: PhoneOwners) {
  return talks.map((talk) => ({
    callId,
    uniqueid: plain(talk.uniqueid),
    device: plainOrNull(talk.device),
    userId: owners.byDevice(talk.device) ?? owners.byExtension(talk.party),
    party: plain(talk.party),
    startedAt: talk.startedAt,
    endedAt: talk.endedAt,
  }));
}

/** One row per file the PBX named. */
export function recordingRows(callId: number, { recordings }: CallRecord) {
  return recordings.flatMap(({ file, uniqueid, startedAt }) =>
    file === null
      ? []
      : [{ callId, uniqueid: plain(uniqueid), path: plain(file, 1000), state: 'pending' as const, startedAt }],
  );
}

export type LegRow = ReturnType<typeof legRows>[number];
export type OfferRow = ReturnType<typeof offerRows>[number];
export type TalkRow = ReturnType<typeof talkRows>[number];
export type RecordingRow = ReturnType<typeof recordingRows>[number];
