import type { FeedNews } from '../../schema/contracts/feed.ts';
import type { CallFact } from '../domain/call/call-fact.ts';
import type { KeyedNews } from '../store/feed.ts';
import type { OutboxFact } from '../store/outbox.ts';
import type { OfficeTx } from '../usecases/office.ts';

/** What is kept for those who come back. */
export const keptMs = 24 * 3_600_000;

type AgentOf = (device: string) => { readonly id: number; readonly name: string } | null;

/** What the feed tells of the present: a phone of ours rings, or talks. Null for all other facts. */
export function newsOfFact(fact: CallFact, agentOf: AgentOf): KeyedNews | null {
  const ringing = fact.type === 'leg.ringing' && fact.how === 'ringing';
  if (!ringing && fact.type !== 'call.talking') return null;
  const { at, call, uniqueid, device, extension } = fact;
  const { direction, number, line, queue, startedAt } = call;
  const type = ringing ? 'call.ringing' : 'call.answered';
  return {
    // Ids of channels come again after the PBX was started anew: the start tells one life from another.
    key: `${type} ${call.id} ${startedAt} ${uniqueid}`.slice(0, 400),
    news: { type, at, call: call.id, direction, number, line, queue, extension, agent: agentOf(device), startedAt },
  };
}

/** What the feed tells of something that was committed; read within the transaction that tells it. */
export async function newsOfOutbox(fact: OutboxFact, tx: OfficeTx, at: number): Promise<KeyedNews | null> {
  if (fact.type === 'call.logged') return ended(fact.id, tx, at);
  if (fact.type === 'callback.changed') return changed(fact.id, tx, at);
  if (fact.type === 'changed' && fact.what === 'recording') return recorded(fact.id, tx, at);
  return null;
}

async function ended(callId: number, tx: OfficeTx, at: number): Promise<KeyedNews | null> {
  const [row] = await tx.callRows.byIds([callId]);
  const more = await tx.feed.ended(callId);
  // A row of the log is touched again by a wrap-up or a recording, days later too: that is no new end.
  if (!row || !more || more.recordedAt <= at - keptMs) return null;
  const { direction, number, queue, agents, startedAt, endedAt, outcome, reason, excluded, waitedMs, talkedMs } = row;
  const news: FeedNews = {
    type: 'call.ended',
    at,
    call: more.call,
    callId,
    direction,
    number,
    line: row.line?.key ?? null,
    queue,
    contactId: row.contact?.id ?? null,
    agents,
    startedAt,
    endedAt,
    verdict: outcome,
    reason,
    excluded,
    waitedMs,
    talkedMs,
    callbackId: row.callback?.id ?? null,
  };
  return { key: `call.ended ${callId} ${outcome} ${reason} ${excluded}`, news };
}

async function changed(callbackId: number, tx: OfficeTx, at: number): Promise<KeyedNews | null> {
  const [item] = await tx.callbackViews.byIds([callbackId]);
  if (!item) return null;
  const { origin, state, number, misses, dueAt, owner, settledAs, closedReason, returnedCallId } = item;
  return {
    key: null,
    news: {
      type: 'callback.changed',
      at,
      callbackId,
      origin,
      state,
      number,
      line: item.line?.key ?? null,
      contactId: item.contact?.id ?? null,
      misses,
      dueAt,
      owner,
      settledAs,
      closedReason,
      returnedCallId,
    },
  };
}

async function recorded(recordingId: number, tx: OfficeTx, at: number): Promise<KeyedNews | null> {
  const view = await tx.recordings.view(recordingId);
  if (view?.state !== 'ready' || view.startedAt <= at - keptMs) return null;
  const { callId, durationMs, bytes } = view;
  return {
    key: `recording.ready ${recordingId}`,
    news: { type: 'recording.ready', at, recordingId, callId, durationMs, bytes },
  };
}
