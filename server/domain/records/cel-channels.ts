import type { ChannelFacts } from '../../../pbx/ami/ami-event.ts';
import type { CelRow } from '../../../pbx/records/record-rows.ts';

/** What all rows of one channel together tell, known before the first of them is translated. */
export interface Told {
  readonly name: string;
  readonly startedAt: number;
  /** Somebody's Dial or Queue, or an Originate, rang it. */
  readonly dialled: boolean;
  /** The application that rang it: AppDial, AppDial2 (Originate), AppQueue; empty when no row says. */
  readonly app: string;
  readonly isAttempt: boolean;
  readonly rang: boolean;
  readonly cause: number | null;
  readonly leftMessage: boolean;
  /** Whether its Queue of that moment took the caller in. */
  joins(queueStartedAt: number): boolean;
  /** It hung up by itself, and when this first showed. */
  readonly leavesAt: number | null;
  readonly answeredAt: number | null;
  /** The words of the Dial it was in at an instant or next after it. */
  dialSaid(at: number): string | null;
  /** The channel whose application rang it, and on that one, all that it rang. */
  dialler: Told | null;
  readonly legs: Told[];
  last: ChannelFacts;
  state: string;
  /** When the Queue that runs now began. */
  queueAt: number | null;
  userField: string;
  leaving: boolean;
  gone: boolean;
}

export interface Channels {
  get(uniqueid: string): Told | undefined;
  facts(uniqueid: string | undefined): ChannelFacts | null;
  /** The other end of a Local channel, once it was met. */
  otherEnd(told: Told): Told | null;
  /** Those of the row's call whose own hang-up shows with this row for the first time. */
  leavingAt(row: CelRow): readonly Told[];
}

/** A phone that is rung for less than this before it refuses was engaged or silenced. */
const RANG_MS = 500;
/** What follows from a hang-up is told within this before the hang-up itself. */
const LEAVING_MS = 500;
/** The least sound after the tone that is a message. */
const MESSAGE_MS = 1_000;
/** A queue that refuses does so at once. */
const REFUSED_MS = 250;

/** Rows after which a long reading pauses: some ten milliseconds of work. */
const STEP = 4_000;

/** Ids that we give our own calls; Asterisk's own are instants. */
export const ours = /^(?:rb-[0-9a-f-]{29,36}|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/;
const endings = new Set(['STREAM_END', 'HANGUP', 'BRIDGE_EXIT', 'APP_END', 'CHAN_END']);

/** Reads ahead: every channel with what becomes of it. Rows are in the order of time. A long stretch is read in steps. */
export function* channelsOf(rows: readonly CelRow[]): Generator<void, Channels> {
  const byChannel = new Map<string, CelRow[]>();
  const legs = new Map<string, number[]>();
  const leavers = new Map<string, string[]>();
  for (const [index, row] of rows.entries()) {
    if (index % STEP === STEP - 1) yield;
    const known = byChannel.get(row.uniqueid);
    if (known === undefined) byChannel.set(row.uniqueid, [row]);
    else known.push(row);
    if (row.type === 'CHAN_START' && row.uniqueid !== row.linkedid) {
      const starts = legs.get(row.linkedid) ?? [];
      starts.push(row.at);
      legs.set(row.linkedid, starts);
    } else if (row.type === 'HANGUP' && row.extra.hangupsource === row.channel) {
      leavers.set(row.linkedid, [...(leavers.get(row.linkedid) ?? []), row.uniqueid]);
    }
  }
  const all = new Map<string, Told>();
  const ends = new Map<string, Told>();
  /** Worked out when it is first asked for: a long stretch is judged step by step. */
  function told(uniqueid: string): Told | undefined {
    const known = all.get(uniqueid);
    const own = byChannel.get(uniqueid);
    if (known !== undefined || own === undefined) return known;
    const fresh = tell(uniqueid, own, legs);
    all.set(uniqueid, fresh);
    if (fresh.name.startsWith('Local/')) ends.set(fresh.name, fresh);
    return fresh;
  }
  return {
    get: told,
    facts(uniqueid) {
      const last = uniqueid === undefined ? undefined : told(uniqueid)?.last;
      return last === undefined || last === nobody ? null : last;
    },
    otherEnd({ name }) {
      return ends.get(name.replace(/;[12]$/, (end) => (end === ';1' ? ';2' : ';1'))) ?? null;
    },
    leavingAt(row) {
      if (!endings.has(row.type)) return [];
      const found = (leavers.get(row.linkedid) ?? [])
        .map(told)
        .filter(
          (one): one is Told => one !== undefined && one.last !== nobody && !one.leaving && isLeaving(one, row.at),
        );
      for (const one of found) one.leaving = true;
      return found;
    },
  };
}

function isLeaving({ leavesAt }: Told, at: number): boolean {
  return leavesAt !== null && at >= leavesAt - LEAVING_MS && at <= leavesAt;
}

function tell(uniqueid: string, rows: readonly CelRow[], legs: ReadonlyMap<string, readonly number[]>): Told {
  const first = rows[0];
  const hangup = rows.find(({ type }) => type === 'HANGUP');
  const name = first?.channel ?? '';
  const app = rows.find((row) => /^App(?:Dial2?|Queue)$/.test(row.app))?.app ?? '';
  const startedAt = first?.at ?? 0;
  const linkedid = first?.linkedid ?? uniqueid;
  const answeredAt = rows.find(({ type }) => type === 'ANSWER')?.at ?? null;
  const began = first?.type === 'CHAN_START';
  const dialled = app !== '' || (began && uniqueid !== linkedid && !/;2$/.test(name));
  const livedMs = (hangup?.at ?? startedAt) - startedAt;
  const cause = hangup?.extra.hangupcause;
  return {
    name,
    startedAt,
    dialled,
    app,
    isAttempt: uniqueid === linkedid && ours.test(uniqueid),
    rang: dialled && !name.startsWith('Local/') && (answeredAt !== null || livedMs >= RANG_MS),
    cause: cause === undefined ? null : Number(cause),
    leftMessage: leftMessage(rows, hangup?.at ?? null),
    joins: (queueAt) => joined(rows, queueAt, legs.get(linkedid) ?? []),
    leavesAt: hangup !== undefined && hangup.extra.hangupsource === name ? hangup.at : null,
    answeredAt,
    dialSaid: (at) => rows.find((row) => row.at >= at && isDial(row.app))?.appData ?? null,
    dialler: null,
    legs: [],
    last: nobody,
    state: began ? (dialled ? 'Down' : 'Ring') : 'Up',
    queueAt: null,
    userField: '',
    leaving: false,
    gone: false,
  };
}

/** Applications that ring phones by their own words. */
export function isDial(app: string): boolean {
  return /^(?:dial|followme)$/i.test(app);
}

function joined(rows: readonly CelRow[], queueAt: number, legs: readonly number[]): boolean {
  const endAt = rows.find(({ type, at }) => type === 'APP_END' && at >= queueAt)?.at ?? Number.POSITIVE_INFINITY;
  if (endAt - queueAt >= REFUSED_MS) return true;
  return legs.some((at) => at >= queueAt && at <= endAt);
}

function leftMessage(rows: readonly CelRow[], endedAt: number | null): boolean {
  const mail = rows.filter(({ app }) => /^voicemail$/i.test(app));
  const tone = mail.filter(({ type }) => type === 'STREAM_END').at(-1) ?? mail[0];
  return tone !== undefined && endedAt !== null && endedAt - tone.at >= MESSAGE_MS;
}

const nobody: ChannelFacts = {
  channel: '',
  uniqueid: '',
  linkedid: '',
  state: 'Down',
  callerNum: null,
  callerName: null,
  connectedNum: null,
  connectedName: null,
  accountCode: null,
  context: null,
  exten: null,
  vars: {},
};
