import type { AmiEvent } from '../../../pbx/ami/ami-event.ts';
import type { CelRow } from '../../../pbx/records/record-rows.ts';
import { baseName } from '../call/channel-kind.ts';
import { type Channels, isDial, type Told } from './cel-channels.ts';

/** Dial and Queue as they run: they tell who rings whom. */
export interface OpenApps {
  began(row: CelRow): void;
  ended(row: CelRow): void;
  /** The application of this call that rings such a channel: by its dial string, else the one begun last. */
  ringing(row: CelRow, told: Told): CelRow | null;
}

/** A queue's time may be over so much earlier than it says. */
const EARLY_MS = 1_100;

export function openApps(): OpenApps {
  const open = new Map<string, CelRow[]>();
  return {
    began(row) {
      const apps = open.get(row.linkedid) ?? [];
      apps.push(row);
      open.set(row.linkedid, apps);
    },
    ended(row) {
      const apps = open.get(row.linkedid) ?? [];
      const index = apps.findLastIndex((app) => app.uniqueid === row.uniqueid && app.app === row.app);
      if (index >= 0) apps.splice(index, 1);
      if (apps.length === 0) open.delete(row.linkedid);
    },
    ringing(row, told) {
      const apps = open.get(row.linkedid) ?? [];
      const wanted = told.app === 'AppQueue' ? isQueue : (one: CelRow) => told.app === '' || isDial(one.app);
      const named = apps.findLast((app) => isDial(app.app) && pieceFor(app.appData, row.channel) !== null);
      if (named !== undefined && told.app !== 'AppQueue') return named;
      return apps.findLast(wanted) ?? null;
    },
  };
}

export function isQueue({ app }: CelRow): boolean {
  return /^queue$/i.test(app);
}

export function queueName({ appData }: CelRow): string {
  return appData.split(',', 1)[0] ?? '';
}

/** What rings when this channel is made: DialBegin, and for a queue's member AgentCalled. */
export function dialsOf(row: CelRow, told: Told, channels: Channels, apps: OpenApps): AmiEvent[] {
  const { at } = row;
  const app = told.app === 'AppDial2' ? null : apps.ringing(row, told);
  const dialler = app === null ? undefined : channels.get(app.uniqueid);
  const chan = dialler?.last ?? null;
  told.dialler = dialler ?? null;
  dialler?.legs.push(told);
  const dest = { ...told.last, state: 'Down' };
  const dialString = app === null || isQueue(app) ? null : dialStringOf(row, told, app);
  const begin: AmiEvent = { event: 'DialBegin', at, chan, dest, dialString };
  if (app === null || !isQueue(app)) return [begin];
  const member = { queue: queueName(app), interface: baseName(row.channel), memberName: null };
  return [{ event: 'AgentCalled', at, chan, dest, ...member }, begin];
}

/**
 * One Dial after another is a single application to CEL (Asterisk 22), begun with the first one's words. Which of them
 * an answered leg was rung by is told by the dialling channel's own row when it was answered.
 */
function dialStringOf(row: CelRow, told: Told, app: CelRow): string {
  const said = told.answeredAt === null ? null : (told.dialler?.dialSaid(told.answeredAt) ?? null);
  const appData = said ?? app.appData;
  return pieceFor(appData, row.channel) ?? firstPiece(appData);
}

/** The caller leaves the queue. Why, the live stream says in QUEUESTATUS; here by how long it took and who is still there. */
export function endOfQueue(row: CelRow, told: Told): AmiEvent[] {
  const { at } = row;
  const chan = told.last;
  const queue = queueName(row);
  const startedAt = told.queueAt ?? at;
  if (!told.joins(startedAt)) return [{ event: 'VarSet', at, chan, variable: 'QUEUESTATUS', value: 'JOINEMPTY' }];
  const left: AmiEvent = { event: 'QueueCallerLeave', at, chan, queue, position: null };
  if (told.leaving) return [{ event: 'QueueCallerAbandon', at, chan, queue, holdMs: null }, left];
  const served = told.legs.some((leg) => leg.answeredAt !== null && leg.startedAt >= startedAt);
  const emptied = !served && !ranItsTime(row, startedAt);
  return [{ event: 'VarSet', at, chan, variable: 'QUEUESTATUS', value: emptied ? 'LEAVEEMPTY' : 'TIMEOUT' }, left];
}

/** A queue that sends its caller away before the time its call allows was left by its last member. */
function ranItsTime({ at, appData }: CelRow, startedAt: number): boolean {
  const [, options = '', , , seconds = ''] = appData.split(',');
  // Option n ends after one round, whatever the time.
  if (options.includes('n')) return true;
  if (!/^\d+$/.test(seconds)) return false;
  // It looks at whole seconds of the clock, so it may be early by one.
  return at - startedAt >= Number(seconds) * 1000 - EARLY_MS;
}

/** The part of a dial string that rings such a channel, without its technology. */
export function pieceFor(appData: string, channel: string): string | null {
  const base = baseName(channel).toLowerCase();
  const endpoint = base.slice(base.indexOf('/') + 1);
  for (const piece of (appData.split(',', 1)[0] ?? '').split('&')) {
    const low = piece.toLowerCase();
    if (low === base || low.startsWith(`${base}/`) || low.endsWith(`@${endpoint}`)) return withoutTechnology(piece);
  }
  return null;
}

function firstPiece(appData: string): string {
  return withoutTechnology((appData.split(',', 1)[0] ?? '').split('&', 1)[0] ?? '');
}

/** `PJSIP/+447700900123@trunk` is told as `+447700900123@trunk`. */
function withoutTechnology(piece: string): string {
  return piece.slice(piece.indexOf('/') + 1);
}
