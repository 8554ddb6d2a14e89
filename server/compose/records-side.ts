import { setImmediate as breathe, setTimeout as delay } from 'node:timers/promises';
import { cdrCsv } from '../../pbx/records/cdr-csv.ts';
import { cdrTable } from '../../pbx/records/cdr-table.ts';
import { celCsv } from '../../pbx/records/cel-csv.ts';
import { celTable } from '../../pbx/records/cel-table.ts';
import { isMariaDb, openMariaDb } from '../../pbx/records/mariadb-tables.ts';
import { postgresTables } from '../../pbx/records/postgres-tables.ts';
import { queueLog } from '../../pbx/records/queue-log.ts';
import type { CelRow, RecordSource } from '../../pbx/records/record-rows.ts';
import type { RecordTables } from '../../pbx/records/tables.ts';
import type { CallRecord } from '../domain/call/call-record.ts';
import type { SiteMap } from '../domain/call/site-map.ts';
import { judgeCdr } from '../domain/records/judge-cdr.ts';
import { celSteps } from '../domain/records/judge-cel.ts';
import { judgeQueueLog } from '../domain/records/judge-queue-log.ts';
import type { RecordsConfig } from '../platform/config.ts';
import { type DbTx, openPool } from '../platform/db.ts';
import { faultPoint } from '../platform/fault-points.ts';
import type { Logger } from '../platform/logger.ts';
import { callStore } from '../store/calls.ts';
import { type PbxSetup, pbxStore } from '../store/pbx.ts';
import { type Backfill, createBackfill, type JudgedRecords, type LookedFor } from '../workers/backfill.ts';
import type { Intake } from '../workers/intake.ts';
import type { LogWriter } from '../workers/log-writer.ts';
import { after } from './struck.ts';

type Log = Parameters<typeof openPool>[1];

/** What a look at the records must know of the PBX as it is now. */
type Followed = Pick<Intake, 'askAgain' | 'bootKey' | 'coverage' | 'site' | 'readTo'> & {
  calls(): Pick<ReturnType<Intake['calls']>, 'live'>;
};

interface Parts {
  readonly sources: readonly RecordSource[];
  readonly inTransaction: <T>(work: (tx: DbTx) => Promise<T>) => Promise<T>;
  readonly pbx: PbxSetup;
  readonly writer: LogWriter;
  readonly intake: () => Followed;
  readonly now: () => number;
  readonly log: Pick<Logger, 'info' | 'warn'>;
}

/** The records that are configured, best first, and how to let go of them. */
export interface RecordSources {
  readonly all: readonly RecordSource[];
  close(): Promise<void>;
}

const ANSWER_MS = 60_000;

/** CEL before CDR, files before tables: a file cannot be away while its PBX runs. */
export function recordSources(config: RecordsConfig, log: Log): RecordSources {
  const { celCsv: cel, cdrCsv: cdr, databaseUrl } = config;
  const database = databaseUrl === null ? null : openTables(databaseUrl, log);
  const all = [
    cel === null ? null : celCsv(cel),
    database === null ? null : celTable(database.tables),
    cdr === null ? null : cdrCsv(cdr),
    database === null ? null : cdrTable(database.tables),
    config.queueLog === null ? null : queueLog(config.queueLog),
  ];
  return {
    all: all.filter((source) => source !== null),
    close: async () => database?.close(),
  };
}

/** The PBX's own database. One that gives no answer must not be waited for without end: what waits for it is looked up later. */
export function openTables(url: string, log: Log): { readonly tables: RecordTables; close(): Promise<void> } {
  if (isMariaDb(url)) {
    const tables = openMariaDb(url);
    return { tables, close: tables.close };
  }
  const pool = openPool({ connectionString: url, query_timeout: ANSWER_MS }, log, 2);
  return { tables: postgresTables(pool), close: () => pool.end() };
}

/** Null when the PBX's records are not told: what was not seen stays blind then. */
export function backfillFrom({ sources, inTransaction, pbx, writer, intake, now, log }: Parts): Backfill | null {
  if (sources.length === 0) return null;
  return createBackfill({
    pbxName: pbx.name,
    read: (since, looked) => after(readBest(sources, since, intake(), looked), 'backfill.read'),
    openWindows: () => inTransaction((tx) => pbxStore(tx).openWindows(pbx.id)),
    reconciled(windows, at) {
      faultPoint('backfill.before-reconciled');
      const ids = windows.map(({ id }) => id);
      return inTransaction((tx) => pbxStore(tx).reconciled(ids, at));
    },
    known: (since) => inTransaction((tx) => callStore(tx).knownSince(pbx.id, since)),
    bootKey: () => intake().bootKey,
    readTo: () => intake().readTo,
    add: writer.add,
    drained: writer.drain,
    now,
    log,
  });
}

/** The first source that can be read and holds anything. A table that is not there is no reason to give up. */
async function readBest(
  sources: readonly RecordSource[],
  since: number,
  intake: Followed,
  { isSettled, hasEnded }: LookedFor,
): Promise<JudgedRecords> {
  const liveNow = () =>
    intake
      .calls()
      .live()
      .flatMap(({ linkedids }) => linkedids);
  // What was live before the records were read has no end in them, though it may have one by now.
  const before = new Set(liveNow());
  // Asked when the records are judged, and then of all their open calls at once.
  let after: ReadonlySet<string> | null = null;
  // While events do not come in, what has no end in the records may go on: it is left for the next look, and so is the hole.
  let linked = intake.coverage.live;
  const isLive: IsLive = (linkedid) => {
    if (!linked || before.has(linkedid) || hasEnded(linkedid)) return true;
    after ??= new Set(liveNow());
    return after.has(linkedid);
  };
  let failed: unknown = null;
  for (const source of sources) {
    after = null;
    try {
      const { wholeFrom, judge } = await readOne(source, since, isSettled);
      if (judge === null) continue;
      // This process may have slept, or its events be late: the PBX tells which calls of the records go on.
      linked &&= await askedAgain(intake);
      for (const linkedid of liveNow()) before.add(linkedid);
      const calls = await judge(intake.site, isLive);
      return { source: source.name, calls, wholeFrom: linked && intake.coverage.live ? wholeFrom : null };
    } catch (cause) {
      failed = cause;
    }
  }
  if (failed !== null) throw failed;
  return { source: 'none', calls: [], wholeFrom: null };
}

/** One question at a time goes to the PBX: another may be under way. False when it gives no answer. */
async function askedAgain(intake: Pick<Followed, 'askAgain' | 'coverage'>): Promise<boolean> {
  for (let tries = 1; intake.coverage.live; tries += 1) {
    if (await intake.askAgain()) return intake.coverage.live;
    if (tries >= 10) return false;
    await delay(300, undefined, { ref: false });
  }
  return false;
}

type IsLive = (linkedid: string) => boolean;
type Judge = (site: SiteMap, isLive: IsLive) => Promise<CallRecord[]>;

/** Between two steps everything else has its turn: events of the PBX never wait for the records. */
async function inSteps(steps: Generator<void, CallRecord[]>): Promise<CallRecord[]> {
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
    await breathe();
  }
}

function unsettled(rows: readonly CelRow[], isSettled: (linkedid: string) => boolean): readonly CelRow[] {
  return rows.filter(({ linkedid, uniqueid }) => !isSettled(linkedid === '' ? uniqueid : linkedid));
}

/** Null when the source holds nothing at all: a quiet night is not nothing. */
async function readOne(
  source: RecordSource,
  since: number,
  isSettled: (linkedid: string) => boolean,
): Promise<{ readonly wholeFrom: number | null; readonly judge: Judge | null }> {
  if (source.kind === 'cel') {
    const { rows, wholeFrom } = await source.read(since);
    return {
      wholeFrom,
      judge:
        rows.length === 0 && wholeFrom === null
          ? null
          : (site, isLive) => inSteps(celSteps(unsettled(rows, isSettled), site, isLive)),
    };
  }
  const over = async (records: readonly CallRecord[], isLive: IsLive) =>
    records.filter(({ linkedids }) => !linkedids.some((linkedid) => isLive(linkedid)));
  if (source.kind === 'cdr') {
    const { rows, wholeFrom } = await source.read(since);
    return {
      wholeFrom,
      judge: rows.length === 0 && wholeFrom === null ? null : (site, isLive) => over(judgeCdr(rows, site), isLive),
    };
  }
  const { rows, wholeFrom } = await source.read(since);
  return {
    wholeFrom,
    judge: rows.length === 0 && wholeFrom === null ? null : (site, isLive) => over(judgeQueueLog(rows, site), isLive),
  };
}
