import { readFileSync } from 'node:fs';
import type { AmiEvent } from '../../pbx/ami/ami-event.ts';
import { readTrace } from '../../pbx/ami/replay.ts';
import { readCelCsv } from '../../pbx/records/cel-csv.ts';
import type { CelRow } from '../../pbx/records/record-rows.ts';
import type { CallRecord } from '../domain/call/call-record.ts';
import { createCalls } from '../domain/call/create-calls.ts';
import { defaultSite } from '../domain/call/default-site.ts';
import { callbacksOf, type ReplayedCallback } from '../domain/call/replay-ledger.ts';
import type { SiteMap } from '../domain/call/site-map.ts';
import { judgeCel } from '../domain/records/judge-cel.ts';
import { readArguments, usage } from './replay-arguments.ts';
import { playAtSpeed } from './replay-at-speed.ts';
import { readSite, siteMapOf } from './site-yaml.ts';

/** One line of `ringback replay`: keys and their order are a promise to others. */
export interface ReplayedCall {
  readonly linkedid: string;
  readonly linkedids: readonly string[];
  readonly direction: CallRecord['direction'];
  readonly caller: string | null;
  readonly called: string | null;
  readonly line: string | null;
  readonly outcome: CallRecord['outcome'];
  readonly reason: CallRecord['reason'];
  readonly talkedWith: readonly string[];
  readonly waitedMs: number;
  readonly talkedMs: number;
  readonly recordings: readonly string[];
  readonly callback: ReplayedCallback;
}

/** `ringback replay`: judges recorded AMI streams, each a PBX of its own, or the PBX's event log. No database, no network. */
export async function replay(args: string[], out: NodeJS.WritableStream, err: NodeJS.WritableStream): Promise<number> {
  const asked = readArguments(args);
  if (asked === null) {
    err.write(usage);
    return 2;
  }
  let site: SiteMap = defaultSite;
  const streams: Uint8Array[] = [];
  let cel: readonly CelRow[] | null = null;
  try {
    if (asked.site !== null) site = siteMapOf(readSite(asked.site));
    for (const file of asked.files) streams.push(readFileSync(file));
    if (asked.cel !== null) cel = (await readCelCsv(asked.cel, 0)).rows;
  } catch (cause) {
    err.write(`${cause instanceof Error ? cause.message : String(cause)}\n`);
    return 2;
  }
  const print = (calls: readonly ReplayedCall[]) => {
    for (const call of calls) out.write(`${JSON.stringify(call)}\n`);
  };
  if (cel !== null) {
    print(printed(inOrder(judgeCel(cel, site, () => false)), site));
    if (cel.length === 0) err.write(`${asked.cel}: no row of CEL in it\n`);
    return cel.length === 0 ? 2 : 0;
  }
  let bad = 0;
  for (const [index, bytes] of streams.entries()) {
    const trace = readTrace(bytes);
    if (asked.speed === null) print(judgeEvents(trace.events, site));
    else await printAtSpeed(trace.events, site, asked.speed, print);
    const { length } = trace.quarantined;
    if (length > 0) err.write(`${asked.files[index]}: ${length} damaged or forged messages set aside\n`);
    if (trace.events.length > 0) continue;
    bad += 1;
    err.write(`${asked.files[index]}: no AMI event in it\n`);
  }
  return bad > 0 ? 2 : 0;
}

/** Each call is printed when it ends; what it is owed is told as it stood then. */
async function printAtSpeed(
  events: readonly AmiEvent[],
  site: SiteMap,
  speed: number,
  print: (calls: readonly ReplayedCall[]) => void,
): Promise<void> {
  const records: CallRecord[] = [];
  await playAtSpeed(events, site, speed, (fact) => {
    if (fact.type !== 'call.ended') return;
    records.push(fact.record);
    print(printed(records, site).slice(-1));
  });
}

/** Judges one recorded stream; calls in the order they began. */
export function judgeStream(
  bytes: Uint8Array,
  site: SiteMap,
): { readonly calls: readonly ReplayedCall[]; readonly events: number; readonly quarantined: number } {
  const { events, quarantined } = readTrace(bytes);
  return { calls: judgeEvents(events, site), events: events.length, quarantined: quarantined.length };
}

function judgeEvents(events: readonly AmiEvent[], site: SiteMap): ReplayedCall[] {
  const folded = createCalls(site);
  const records: CallRecord[] = [];
  const keep = (facts: ReturnType<typeof folded.apply>) => {
    for (const fact of facts) if (fact.type === 'call.ended') records.push(fact.record);
  };
  for (const event of events) keep(folded.apply(event));
  keep(folded.finish(events.at(-1)?.at ?? 0));
  return printed(inOrder(records), site);
}

/** In the order they began. */
function inOrder(records: readonly CallRecord[]): CallRecord[] {
  return [...records].sort((a, b) => a.startedAt - b.startedAt);
}

/** The records as `replay` prints them. */
export function printed(records: readonly CallRecord[], site: SiteMap): ReplayedCall[] {
  const callbacks = callbacksOf(records, site);
  return records.map((record, index) => ({
    linkedid: record.linkedid,
    linkedids: record.linkedids,
    direction: record.direction,
    caller: record.caller,
    called: record.called,
    line: record.line,
    outcome: record.outcome,
    reason: record.reason,
    talkedWith: inTurn(record.talks.map(({ party }) => party)),
    waitedMs: record.waitedMs,
    talkedMs: record.talkedMs,
    recordings: record.recordings.flatMap(({ file }) => (file === null ? [] : [file])),
    callback: callbacks[index] ?? 'none',
  }));
}

/** Who talked, in order; the same person twice in a row is one stretch with a pause. */
function inTurn(parties: readonly string[]): string[] {
  return parties.filter((party, index) => party !== parties[index - 1]);
}
