import { setTimeout as delay } from 'node:timers/promises';
import type { Recorded } from '../../pbx/records/record-rows.ts';
import type { CallRecord } from '../domain/call/call-record.ts';
import { improves, isCertain, type Verdict } from '../domain/records/improves.ts';
import { withSilence } from '../domain/records/with-silence.ts';
import { createDoubted } from './doubted.ts';
import type { Judged } from './log-writer.ts';

type Log = Record<'info' | 'warn', (fields: object, sentence: string) => void>;

/** Calls judged from one source of records. */
export interface JudgedRecords extends Pick<Recorded<unknown>, 'wholeFrom'> {
  readonly source: string;
  readonly calls: readonly CallRecord[];
}

/** What a look knows of a call by its linkedid. */
export interface LookedFor {
  /** It needs no judging. */
  isSettled(linkedid: string): boolean;
  /** The live stream has told its end since this look began: records read before that need not hold it. */
  hasEnded(linkedid: string): boolean;
}

interface Parts {
  readonly pbxName: string;
  /** Judges what was written down since an instant, without calls that need no judging; rejects when no source can be read. */
  readonly read: (since: number, looked: LookedFor) => Promise<JudgedRecords>;
  /** Blind windows that are over and that nothing covers yet. */
  readonly openWindows: () => Promise<readonly Window[]>;
  readonly reconciled: (windows: readonly Window[], at: number) => Promise<void>;
  readonly known: (since: number) => Promise<readonly (Verdict & Pick<CallRecord, 'linkedids'>)[]>;
  readonly bootKey: () => string;
  /** Up to which moment of the PBX's own clock its events were read; null before the first. */
  readonly readTo: () => number | null;
  readonly add: (judged: Judged) => void;
  readonly drained: () => Promise<void>;
  readonly now: () => number;
  readonly log: Log;
}

export interface Window {
  readonly id: number;
  readonly startedAt: number;
  readonly endedAt: number;
}

/** What the last look at the records brought. */
export interface BackfillReport {
  readonly at: number;
  readonly from: number;
  readonly source: string | null;
  readonly calls: number;
  readonly added: number;
  readonly error: string | null;
}

/** Fills what the live stream did not see from the PBX's own records. */
export interface Backfill {
  /** Takes a judged call: what was seen whole goes on at once, what was seen in part waits for the records. */
  take(judged: Judged): void;
  /** A call that was sent on stands in the log, or was set aside. */
  logged(record: CallRecord): void;
  /** Events come in again: looks at the seconds that were not seen. */
  seenAgain(): void;
  /** Looks at everything since an instant again. */
  recheck(since: number): Promise<void>;
  readonly last: BackfillReport | null;
  readonly waiting: number;
  stop(): Promise<void>;
}

/** Calls that were under way when the link was lost began before it. */
const BEFORE_MS = 10 * 60_000;
/** Rows of a call are read from its beginning: no call is expected to last longer. */
const LONGEST_CALL_MS = 3 * 3_600_000;
/** An older hole is not looked into again: its records have been rotated away. */
const OLDEST_MS = 7 * 24 * 3_600_000;
/** The records of a call's end are written in the same moment as the event; this is for slow disks. */
const SETTLE_MS = 500;
/** So long the live stream may still be about to write a call of its own, unless it was read further than the call's end. */
const RECENT_MS = 30_000;
/** Two threads of the PBX may stamp in another order than they write. */
const OUT_OF_ORDER_MS = 1_000;
/** How often a call that was seen in part is looked for in the records before it is taken as it was seen. */
const LOOKS = 3;
const AGAIN_MS = 1_500;

/**
 *   seen whole ──> log
 *   seen in part ──> waits ── the records tell it whole ──> log, as they tell it
 *                          ├─ they told it before its end was heard ──> stays as they told it
 *                          └─ they do not, or cannot be read ──> log, as it was seen: in doubt the call is owed,
 *                             and is looked for a while longer
 */
export function createBackfill(parts: Parts): Backfill {
  const { now, log } = parts;
  let pending: { readonly judged: Judged; looks: number }[] = [];
  /** Sent on and not in the log yet: what the records tell of these is no news. */
  const onTheirWay = new Map<string, Verdict>();
  /** Calls whose end was heard since the look began that is under way. */
  let heard = new Set<string>();
  let last: BackfillReport | null = null;
  let work: Promise<void> = Promise.resolve();
  let timer: NodeJS.Timeout | undefined;
  let stopped = false;
  const ending = new AbortController();
  const stop = new Promise<void>((resolve) => ending.signal.addEventListener('abort', () => resolve()));

  /** Sent on in doubt: the records may come late. */
  const doubted = createDoubted(() => {
    work = work.then(() => look());
    return work;
  });

  function send(judged: Judged): void {
    for (const linkedid of judged.record.linkedids) onTheirWay.set(linkedid, judged.record);
    parts.add(judged);
  }

  function soon(ms: number): void {
    if (stopped || timer !== undefined) return;
    timer = setTimeout(() => {
      timer = undefined;
      work = work.then(() => look());
    }, ms);
  }

  async function look(since?: number): Promise<void> {
    if (stopped) return;
    heard = new Set();
    // What comes while the records are read was not looked for in them.
    const lookedFor = new Set(pending);
    let covered: readonly Window[] = [];
    // With the database away nobody knows what was not seen: it is looked for again, not taken for nothing.
    const open = await parts.openWindows().catch(() => null);
    if (open === null) soon(AGAIN_MS);
    const windows = (open ?? []).filter((w) => w.startedAt > now() - OLDEST_MS);
    const records = [...pending.map(({ judged }) => judged.record), ...doubted.records];
    const starts = [...windows, ...records].map(({ startedAt }) => startedAt);
    if (starts.length === 0 && since === undefined) return;
    const from = Math.min(since ?? Number.POSITIVE_INFINITY, ...starts.map((at) => at - BEFORE_MS));
    try {
      // A call that was seen whole has nothing in common with what was not seen: its rows are passed over.
      const before = since === undefined ? await knownSince(from) : null;
      const isSettled = (linkedid: string) => {
        const verdict = onTheirWay.get(linkedid) ?? before?.get(linkedid);
        return verdict !== undefined && since === undefined && isCertain(verdict);
      };
      const hasEnded = (linkedid: string) => heard.has(linkedid);
      const found = await parts.read(from - LONGEST_CALL_MS, { isSettled, hasEnded });
      const known = await knownSince(from);
      const calls = found.calls.filter(({ endedAt }) => endedAt >= from);
      const added = use(calls, known);
      last = { at: now(), from, source: found.source, calls: calls.length, added, error: null };
      log.info({ ...last }, 'The records of the PBX were read for what was not seen.');
      const { wholeFrom } = found;
      covered = wholeFrom === null ? [] : windows.filter(({ startedAt }) => startedAt >= wholeFrom);
    } catch (cause) {
      const error = cause instanceof Error ? cause.message.slice(0, 200) : 'failed';
      last = { at: now(), from, source: null, calls: 0, added: 0, error };
      log.warn({ err: cause }, 'The records of the PBX could not be read; what was not seen stays blind.');
    }
    release(lookedFor);
    // A hole is told only when every call is that was under way in it.
    const isTold = ({ startedAt, endedAt }: Window) =>
      !pending.some(({ judged: { record } }) => record.startedAt <= endedAt && record.endedAt >= startedAt);
    void cover(covered.filter(isTold));
  }

  /** The log's verdicts by the names of their calls; null while it cannot be asked. */
  async function knownSince(from: number): Promise<ReadonlyMap<string, Verdict> | null> {
    const known = await parts.known(from - LONGEST_CALL_MS).catch(() => null);
    return known && new Map(known.flatMap((call) => call.linkedids.map((id) => [id, call] as const)));
  }

  /** Whoever was told whole by the records before the end was heard is not told again, and worse. */
  function settle(known: ReadonlyMap<string, Verdict> | null): void {
    const isTold = ({ linkedids }: CallRecord) => {
      const verdict = first(onTheirWay, linkedids) ?? (known && first(known, linkedids));
      return verdict !== undefined && verdict !== null && isCertain(verdict);
    };
    for (const { judged } of pending) if (isTold(judged.record)) parts.add({ ...judged, from: 'records' });
    pending = pending.filter(({ judged }) => !isTold(judged.record));
    doubted.forget(isTold);
  }

  /** Sends on what the records tell whole and the log does not know so; answers how many. */
  function use(calls: readonly CallRecord[], known: ReadonlyMap<string, Verdict> | null): number {
    settle(known);
    const partly = new Map(pending.flatMap((one) => one.judged.record.linkedids.map((id) => [id, one] as const)));
    const readPast = (parts.readTo() ?? 0) - OUT_OF_ORDER_MS;
    const told = new Set<(typeof pending)[number]>();
    let added = 0;
    for (const record of calls) {
      const seen = first(partly, record.linkedids);
      if (seen !== undefined) {
        if (!isCertain(record) || told.has(seen)) continue;
        told.add(seen);
        // It waited here and nowhere else: when the log does not know it, nobody else will write it.
        const isNew = known !== null && first(known, record.linkedids) === undefined;
        const whole = withSilence(record, seen.judged.record);
        send({ ...seen.judged, record: whole, ...(isNew ? {} : { from: 'records' as const }) });
        added += 1;
        continue;
      }
      const verdict = first(onTheirWay, record.linkedids) ?? (known && first(known, record.linkedids)) ?? undefined;
      if (verdict !== undefined && !improves(verdict, record)) continue;
      const liveId = `${parts.pbxName}:${record.linkedid}`;
      // What is surely new may share a transaction with others; the rest is compared with the log once more.
      const isOver = isCertain(record) && (record.endedAt < now() - RECENT_MS || record.endedAt < readPast);
      const isNew = known !== null && verdict === undefined && isOver;
      send({ liveId, bootKey: parts.bootKey(), record, ...(isNew ? {} : { from: 'records' }) });
      added += 1;
    }
    pending = pending.filter((one) => !told.has(one));
    return added;
  }

  /** What was looked for often enough goes on as it was seen. */
  function release(lookedFor: ReadonlySet<(typeof pending)[number]>): void {
    const ripe = pending.filter((one) => {
      if (lookedFor.has(one)) one.looks += 1;
      return one.looks >= LOOKS || last?.error !== null;
    });
    const going = new Set(ripe);
    pending = pending.filter((one) => !going.has(one));
    for (const { judged } of ripe) {
      // Compared with the log, so that it never takes the place of what the records told.
      send({ ...judged, from: 'records' });
      doubted.add(judged.record);
    }
    if (pending.length > 0) soon(AGAIN_MS);
  }

  /** Only when its calls are in the log is a window covered. */
  async function cover(windows: readonly Window[]): Promise<void> {
    if (windows.length === 0) return;
    while (!stopped) {
      try {
        await Promise.race([parts.drained(), stop]);
        if (!stopped) await parts.reconciled(windows, now());
        return;
      } catch (cause) {
        if (stopped) return;
        log.warn({ err: cause }, 'A reconciled window could not be written down yet.');
        await delay(AGAIN_MS, undefined, { signal: ending.signal }).catch(() => {});
      }
    }
  }

  return {
    take(judged) {
      for (const linkedid of judged.record.linkedids) heard.add(linkedid);
      if (stopped || isCertain(judged.record)) {
        send(judged);
        return;
      }
      pending.push({ judged, looks: 0 });
      soon(SETTLE_MS);
    },
    logged({ linkedids }) {
      for (const linkedid of linkedids) onTheirWay.delete(linkedid);
    },
    seenAgain: () => soon(SETTLE_MS),
    recheck(since) {
      work = work.then(() => look(since));
      return work;
    },
    get last() {
      return last;
    },
    get waiting() {
      return pending.length;
    },
    async stop() {
      stopped = true;
      ending.abort();
      clearTimeout(timer);
      doubted.stop();
      // A read may hang with its database; what waited is safe with the writer, whatever becomes of it.
      await Promise.race([work, delay(1_000, undefined, { ref: false })]);
      for (const { judged } of pending) parts.add({ ...judged, from: 'records' });
      pending = [];
    },
  };
}

function first<T>(map: ReadonlyMap<string, T>, ids: readonly string[]): T | undefined {
  for (const id of ids) {
    const found = map.get(id);
    if (found !== undefined) return found;
  }
  return undefined;
}
