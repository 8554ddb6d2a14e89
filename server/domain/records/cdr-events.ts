import type { AmiEvent, ChannelFacts } from '../../../pbx/ami/ami-event.ts';
import type { CdrRow } from '../../../pbx/records/record-rows.ts';
import { castOf, isLocal, isRing, rootOf, wasRung } from './cdr-cast.ts';
import { pieceFor } from './cel-apps.ts';
import { ours } from './cel-channels.ts';
import { wordsOf } from './user-field.ts';

/** The least length of a message; CDR counts whole seconds. */
const MESSAGE_MS = 2_000;

/** Within one second: who goes, goes before the next come. */
const phases = ['leave', 'begin', 'dial', 'join', 'gone', 'over'] as const;
type Phase = (typeof phases)[number];

/** The rows of one call as the events of its channels. Whoever shared a row as answered shared a bridge. */
export function cdrEvents(rows: readonly CdrRow[]): AmiEvent[] {
  const root = rootOf(rows);
  const told: { phase: Phase; event: AmiEvent }[] = [];
  const say = (phase: Phase, event: AmiEvent) => void told.push({ phase, event });
  const endedAt = Math.max(...rows.map((row) => row.endedAt));
  const cast = castOf(rows, root);
  for (const { chan, from, to, cause } of cast.values()) {
    const last = chan.uniqueid === root.linkedid;
    say('begin', { event: 'Newchannel', at: from, chan });
    say(last ? 'over' : 'gone', {
      event: 'Hangup',
      at: last ? endedAt : to,
      chan,
      cause,
      causeText: null,
      techCause: null,
    });
  }
  const files = new Set<string>();
  for (const [index, row] of rows.entries()) {
    const chan = cast.get(row.channel)?.chan;
    if (chan === undefined) continue;
    for (const event of wordsOn(row, chan, files)) say(event.at === row.endedAt ? 'gone' : 'begin', event);
    const dest = isRing(row) ? cast.get(row.dstChannel)?.chan : undefined;
    if (dest === undefined) continue;
    const at = row.startedAt;
    const dialString = pieceFor(row.appData, row.dstChannel);
    if (!cameByItself(row, dialString, rows)) say('dial', { event: 'DialBegin', at, chan, dest, dialString });
    if (row.disposition !== 'ANSWERED' || row.answeredAt === null || wasTaken(row, rows) || wasAsked(row)) continue;
    const bridge = { bridgeId: `cdr-${root.linkedid}-${index}`, bridgeType: 'basic', technology: null };
    // Less than a second of it may be nothing but two ends changing hands.
    if (row.billedMs === 0 || row.endedAt <= row.answeredAt) continue;
    for (const one of [dest, chan]) {
      say('join', { event: 'BridgeEnter', at: row.answeredAt, chan: { ...one, state: 'Up' }, ...bridge });
    }
    for (const one of [chan, dest])
      say('leave', { event: 'BridgeLeave', at: row.endedAt, chan: one, bridgeId: bridge.bridgeId });
  }
  return told
    .sort((a, b) => a.event.at - b.event.at || phases.indexOf(a.phase) - phases.indexOf(b.phase))
    .map(({ event }) => event);
}

/** Joined by a transfer, a parking or a room: it was not rung, or not by this Dial's words. */
function cameByItself(
  { app, dstChannel, disposition }: CdrRow,
  dialString: string | null,
  rows: readonly CdrRow[],
): boolean {
  if (isLocal(dstChannel)) return false;
  if (/^dial$/i.test(app) && dialString === null && disposition === 'ANSWERED') return true;
  return rows.some((row) => row.channel === dstChannel && !wasRung(row));
}

/** FollowMe asks whoever answers through a Local channel to press a key: only a row straight to the phone tells a talk. */
function wasAsked({ app, dstChannel }: CdrRow): boolean {
  return /^followme$/i.test(app) && isLocal(dstChannel);
}

/** The phone that rang has a row of its own that says it was not answered: another took the call. */
function wasTaken({ dstChannel }: CdrRow, rows: readonly CdrRow[]): boolean {
  return rows.some((row) => row.channel === dstChannel && row.dstChannel === '' && row.disposition !== 'ANSWERED');
}

/** What the dialplan, the queue and the mailbox tell in a row. */
function wordsOn(row: CdrRow, chan: ChannelFacts, files: Set<string>): AmiEvent[] {
  const at = row.startedAt;
  const words = wordsOf(row.userField);
  const events: AmiEvent[] = [];
  const set = (when: number, variable: string, value: string) =>
    events.push({ event: 'VarSet', at: when, chan: { ...chan, state: 'Up' }, variable, value });
  const presentation = row.presentation || words.presentation;
  if (presentation !== '') events.push({ event: 'NewCallerid', at, chan, presentation });
  if (ours.test(chan.uniqueid)) set(at, 'RB_ATTEMPT', chan.uniqueid);
  if (words.closed !== '') set(at, 'RB_CLOSED', words.closed);
  if (words.request !== '') set(row.endedAt, 'RB_REQUEST', words.request);
  if (words.result !== '') set(at, 'RB_RESULT', words.result);
  if (words.queueStatus !== '') set(row.endedAt, 'QUEUESTATUS', words.queueStatus);
  const file = row.recording || words.recording;
  if (file !== '' && !files.has(file)) {
    files.add(file);
    set(at, 'RECFILE', file);
    events.push({ event: 'MixMonitorStart', at, chan });
  }
  const queue = row.appData.split(',', 1)[0] ?? '';
  if (/^queue$/i.test(row.app)) events.push({ event: 'QueueCallerJoin', at, chan, queue, position: null });
  const messageMs = row.answeredAt === null ? 0 : row.endedAt - row.answeredAt;
  if (/^voicemail$/i.test(row.app) && messageMs >= MESSAGE_MS) set(row.endedAt, 'VMSTATUS', 'SUCCESS');
  return events;
}
