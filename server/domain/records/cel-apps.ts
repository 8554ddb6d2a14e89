import type { AmiEvent } from '../../../pbx/ami/ami-event.ts';
import type { CelRow } from '../../../pbx/records/record-rows.ts';
import { baseName } from '../call/channel-kind.ts';
import type { Channels, Told } from './cel-channels.ts';

/** Dial and Queue as they run: they tell who rings whom. */
export interface OpenApps {
  began(row: CelRow): void;
  ended(row: CelRow): void;
  /** The application of this call that rings such a channel: by its dial string, else the one begun last. */
  ringing(row: CelRow, told: Told): CelRow | null;
}

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
      const wanted = told.app === 'AppQueue' ? isQueue : told.app === '' ? () => true : isDial;
      const named = apps.findLast((app) => isDial(app) && pieceFor(app, row.channel) !== null);
      if (named !== undefined && told.app !== 'AppQueue') return named;
      return apps.findLast(wanted) ?? null;
    },
  };
}

export function isQueue({ app }: CelRow): boolean {
  return /^queue$/i.test(app);
}

function isDial({ app }: CelRow): boolean {
  return /^(?:dial|followme)$/i.test(app);
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
  const dialString = app === null || isQueue(app) ? null : (pieceFor(app, row.channel) ?? firstPiece(app));
  const begin: AmiEvent = { event: 'DialBegin', at, chan, dest, dialString };
  if (app === null || !isQueue(app)) return [begin];
  const member = { queue: queueName(app), interface: baseName(row.channel), memberName: null };
  return [{ event: 'AgentCalled', at, chan, dest, ...member }, begin];
}

/** The caller leaves the queue. Why, the live stream says in QUEUESTATUS; here by how long it took and who is still there. */
export function endOfQueue(row: CelRow, told: Told): AmiEvent[] {
  const { at } = row;
  const chan = told.last;
  const queue = queueName(row);
  if (!told.joins(startOf(row, told)))
    return [{ event: 'VarSet', at, chan, variable: 'QUEUESTATUS', value: 'JOINEMPTY' }];
  if (told.leaving)
    return [
      { event: 'QueueCallerAbandon', at, chan, queue, holdMs: null },
      { event: 'QueueCallerLeave', at, chan, queue, position: null },
    ];
  return [
    { event: 'VarSet', at, chan, variable: 'QUEUESTATUS', value: 'TIMEOUT' },
    { event: 'QueueCallerLeave', at, chan, queue, position: null },
  ];
}

function startOf(row: CelRow, told: Told): number {
  return told.queueAt ?? row.at;
}

function pieceFor({ appData }: CelRow, channel: string): string | null {
  const base = baseName(channel).toLowerCase();
  const endpoint = base.slice(base.indexOf('/') + 1);
  for (const piece of (appData.split(',', 1)[0] ?? '').split('&')) {
    const low = piece.toLowerCase();
    if (low === base || low.startsWith(`${base}/`) || low.endsWith(`@${endpoint}`)) return withoutTechnology(piece);
  }
  return null;
}

function firstPiece({ appData }: CelRow): string {
  return withoutTechnology((appData.split(',', 1)[0] ?? '').split('&', 1)[0] ?? '');
}

/** `PJSIP/+447700900123@trunk` is told as `+447700900123@trunk`. */
function withoutTechnology(piece: string): string {
  return piece.slice(piece.indexOf('/') + 1);
}
