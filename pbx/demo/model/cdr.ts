import type { Call, CdrDraft, Pbx } from './call.ts';

/** Sends the call detail records that are still owed: one per dialled leg, as Asterisk does. */
export function sendCdrs(pbx: Pbx, call: Call): void {
  for (const draft of call.cdrs.splice(0)) sendCdr(pbx, call, draft);
}

function sendCdr(pbx: Pbx, call: Call, draft: CdrDraft): void {
  const { origin } = call;
  const endedAt = draft.endedAt ?? pbx.clock.now();
  const seconds = (from: number) => Math.max(0, Math.round((endedAt - from) / 1000));
  pbx.exchange.emit('cdr', 'Cdr', [
    ['AccountCode', ''],
    ['Source', origin.callerNum ?? ''],
    ['Destination', origin.exten],
    ['DestinationContext', origin.context],
    ['CallerID', `"${origin.callerName ?? ''}" <${origin.callerNum ?? ''}>`],
    ['Channel', origin.name],
    ['DestinationChannel', draft.leg.name],
    ['LastApplication', origin.application],
    ['LastData', origin.applicationData],
    ['StartTime', dateTime(origin.createdAt)],
    ['AnswerTime', draft.answeredAt === null ? '' : dateTime(draft.answeredAt)],
    ['EndTime', dateTime(endedAt)],
    ['Duration', seconds(origin.createdAt)],
    ['BillableSeconds', draft.answeredAt === null ? 0 : seconds(draft.answeredAt)],
    ['Disposition', draft.disposition],
    ['AMAFlags', 'DOCUMENTATION'],
    ['UniqueID', origin.uniqueid],
    ['UserField', ''],
  ]);
}

/** `YYYY-MM-DD HH:MM:SS`; the demonstration's exchange lives in UTC. */
export function dateTime(at: number): string {
  return new Date(at).toISOString().slice(0, 19).replace('T', ' ');
}
