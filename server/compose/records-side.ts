import { setImmediate as breathe } from 'node:timers/promises';
import { celCsv } from '../../pbx/records/cel-csv.ts';
import type { RecordSource } from '../../pbx/records/record-rows.ts';
import { judgeCel } from '../domain/records/judge-cel.ts';
import type { RecordsConfig } from '../platform/config.ts';
import type { DbTx } from '../platform/db.ts';
import type { Logger } from '../platform/logger.ts';
import { callStore } from '../store/calls.ts';
import { type PbxSetup, pbxStore } from '../store/pbx.ts';
import { type Backfill, createBackfill, type JudgedRecords } from '../workers/backfill.ts';
import type { Intake } from '../workers/intake.ts';
import type { LogWriter } from '../workers/log-writer.ts';

/** What a look at the records must know of the PBX as it is now. */
type Followed = Pick<Intake, 'bootKey' | 'site'> & { calls(): Pick<ReturnType<Intake['calls']>, 'live'> };

interface Parts {
  readonly sources: readonly RecordSource[];
  readonly inTransaction: <T>(work: (tx: DbTx) => Promise<T>) => Promise<T>;
  readonly pbx: PbxSetup;
  readonly writer: LogWriter;
  readonly intake: () => Followed;
  readonly now: () => number;
  readonly log: Pick<Logger, 'info' | 'warn'>;
}

/** Opens the records that are configured, best first. */
export function recordSources(config: RecordsConfig): RecordSource[] {
  return config.celCsv === null ? [] : [celCsv(config.celCsv)];
}

/** Null when the PBX's records are not told: what was not seen stays blind then. */
export function backfillFrom({ sources, inTransaction, pbx, writer, intake, now, log }: Parts): Backfill | null {
  if (sources.length === 0) return null;
  return createBackfill({
    pbxName: pbx.name,
    read: (since) => readBest(sources, since, intake()),
    openWindows: () => inTransaction((tx) => pbxStore(tx).openWindows(pbx.id)),
    reconciled: (windows, at) =>
      inTransaction((tx) =>
        pbxStore(tx).reconciled(
          windows.map(({ id }) => id),
          at,
        ),
      ),
    known: (since) => inTransaction((tx) => callStore(tx).knownSince(pbx.id, since)),
    bootKey: () => intake().bootKey,
    add: writer.add,
    drained: writer.drain,
    now,
    log,
  });
}

/** The first source that can be read and holds anything. */
async function readBest(sources: readonly RecordSource[], since: number, intake: Followed): Promise<JudgedRecords> {
  let failed: unknown = null;
  for (const source of sources) {
    try {
      if (source.kind !== 'cel') continue;
      const { rows, wholeFrom } = await source.read(since);
      if (rows.length === 0) continue;
      await breathe();
      const live = new Set(
        intake
          .calls()
          .live()
          .flatMap(({ linkedids }) => linkedids),
      );
      const calls = judgeCel(rows, intake.site, (linkedid) => live.has(linkedid));
      return { source: source.name, calls, wholeFrom };
    } catch (cause) {
      failed = cause;
    }
  }
  if (failed !== null) throw failed;
  return { source: 'none', calls: [], wholeFrom: null };
}
