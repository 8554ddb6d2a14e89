import type { DemoSite } from '../../pbx/demo/demo-site.ts';
import { demoHistory, type PastCall } from '../../pbx/demo/history.ts';
import type { CallRecord, Leg, Offer, Talk } from '../domain/call/call-record.ts';
import { normalise } from '../domain/number/normalise.ts';
import { recordCall } from '../usecases/record-call.ts';
import type { House } from './house.ts';

/** A past call of the demonstration as the classifier would have judged it, so that it takes the same way into the log. */
export function pastRecord(site: DemoSite, call: PastCall, index: number): CallRecord {
  const { startedAt, direction, waitedMs, talkedMs, outcome } = call;
  const linkedid = `${Math.floor(startedAt / 1000)}.${index}`;
  const line = site.lines.find(({ key }) => key === call.line);
  const did = line?.dids[0] ?? null;
  const number = normalise(call.caller, { country: site.site.country, areaCode: site.site.areaCode ?? null });
  const endedAt = startedAt + waitedMs + talkedMs;
  const device = site.people
    .flatMap(({ devices }) => devices)
    .find(({ extension }) => extension === call.agentExtension);
  const inbound = direction === 'inbound';
  const leg = (over: Partial<Leg> & Pick<Leg, 'uniqueid' | 'channel' | 'role'>): Leg => ({
    device: null,
    extension: null,
    number: null,
    startedAt,
    upAt: talkedMs > 0 ? startedAt + waitedMs : null,
    endedAt,
    cause: 16,
    causeText: 'Normal Clearing',
    ...over,
  });
  const agentLeg: Leg[] = device
    ? [
        leg({
          uniqueid: `${linkedid}9`,
          channel: `${device.device}-00000000`,
          role: 'agent',
          device: device.device,
          extension: device.extension,
        }),
      ]
    : [];
  const talks: Talk[] =
    device && talkedMs > 0
      ? [
          {
            uniqueid: `${linkedid}9`,
            device: device.device,
            party: device.extension,
            startedAt: startedAt + waitedMs,
            endedAt,
          },
        ]
      : [];
  const offers: Offer[] =
    device && inbound && talkedMs > 0
      ? [
          {
            uniqueid: `${linkedid}9`,
            device: device.device,
            extension: device.extension,
            queue: line?.queue ?? null,
            startedAt: startedAt + 1_000,
            rangAt: startedAt + 1_000,
            endedAt: startedAt + waitedMs,
            result: 'answered',
          },
        ]
      : [];
  return {
    linkedid,
    linkedids: [linkedid],
    direction,
    caller: inbound ? number : null,
    callerRaw: inbound ? call.caller : (device?.extension ?? null),
    callerName: null,
    withheld: inbound && call.caller === null,
    called: inbound ? did : number,
    calledRaw: inbound ? did : call.caller,
    line: inbound ? call.line : null,
    queue: inbound ? (line?.queue ?? null) : null,
    startedAt,
    endedAt,
    waitedMs,
    talkedMs,
    outcome,
    reason: outcome === 'missed' ? (call.reason ?? 'no_answer') : null,
    legs: [
      leg({
        uniqueid: linkedid,
        channel: 'PJSIP/trunk-00000000',
        role: inbound ? 'customer' : 'outside',
        number: call.caller,
      }),
      ...agentLeg,
    ],
    offers,
    talks,
    recordings: [],
    attemptId: null,
    dialled: inbound ? null : talkedMs > 0 ? 'answered' : 'no_answer',
    warnings: [],
  };
}

/** Feeds the demonstration's last week through the same door as live calls, so that a newcomer's house is not empty. */
export async function writeDemoHistory(house: House, site: DemoSite, pbxId: number, bootId: number): Promise<number> {
  const past = demoHistory(site, house.now());
  for (const [index, call] of past.entries()) {
    const record = pastRecord(site, call, index);
    // Each call is written as of its own end: due times, retries and settlements fall where they would have fallen.
    const then: House = { ...house, now: () => record.endedAt + 500 };
    const { callId, contactId } = await recordCall(then, pbxId, bootId, record);
    const author = record.talks[0] ?? null;
    if (call.note !== undefined && author !== null) {
      await house.transact(async (tx) => {
        const authorId = (await tx.calls.owners(pbxId)).byExtension(author.party);
        if (authorId === null) return;
        await tx.notes.add({ contactId, callId, authorId, body: call.note ?? '', at: record.endedAt });
      });
    }
  }
  return past.length;
}
