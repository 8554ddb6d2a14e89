import { readFileSync } from 'node:fs';
import { readTrace } from '../../pbx/ami/replay.ts';
import type { CallRecord } from '../domain/call/call-record.ts';
import { createCalls } from '../domain/call/create-calls.ts';
import { defaultSite } from '../domain/call/default-site.ts';
import { callbacksOf, type ReplayedCallback } from '../domain/call/replay-ledger.ts';
import type { SiteMap } from '../domain/call/site-map.ts';
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

const usage = 'Usage: ringback replay FILE… [--site SITE.yaml]\n';

/** `ringback replay`: judges recorded AMI streams, each a PBX of its own. No database, no network. */
export async function replay(args: string[], out: NodeJS.WritableStream, err: NodeJS.WritableStream): Promise<number> {
  const asked = readArguments(args);
  if (asked === null) {
    err.write(usage);
    return 2;
  }
  let site: SiteMap = defaultSite;
  const streams: Uint8Array[] = [];
  try {
    if (asked.site !== null) site = siteMapOf(readSite(asked.site));
    for (const file of asked.files) streams.push(readFileSync(file));
  } catch (cause) {
    err.write(`${cause instanceof Error ? cause.message : String(cause)}\n`);
    return 2;
  }
  let bad = 0;
  for (const [index, bytes] of streams.entries()) {
    const { calls, events, quarantined } = judgeStream(bytes, site);
    for (const call of calls) out.write(`${JSON.stringify(call)}\n`);
    if (quarantined > 0) err.write(`${asked.files[index]}: ${quarantined} damaged or forged messages set aside\n`);
    if (events > 0) continue;
    bad += 1;
    err.write(`${asked.files[index]}: no AMI event in it\n`);
  }
  return bad > 0 ? 2 : 0;
}

/** Judges one recorded stream; calls in the order they began. */
export function judgeStream(
  bytes: Uint8Array,
  site: SiteMap,
): { readonly calls: readonly ReplayedCall[]; readonly events: number; readonly quarantined: number } {
  const { events, quarantined } = readTrace(bytes);
  const folded = createCalls(site);
  const records: CallRecord[] = [];
  const keep = (facts: ReturnType<typeof folded.apply>) => {
    for (const fact of facts) if (fact.type === 'call.ended') records.push(fact.record);
  };
  for (const event of events) keep(folded.apply(event));
  keep(folded.finish(events.at(-1)?.at ?? 0));
  records.sort((a, b) => a.startedAt - b.startedAt);
  return { calls: printed(records, site), events: events.length, quarantined: quarantined.length };
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

function readArguments(args: readonly string[]): { files: string[]; site: string | null } | null {
  const files: string[] = [];
  let site: string | null = null;
  for (let index = 0; index < args.length; index += 1) {
    const arg = args[index] ?? '';
    if (arg === '--site') {
      index += 1;
      site = args[index] ?? null;
      if (site === null) return null;
    } else if (arg.startsWith('--site=')) site = arg.slice('--site='.length);
    else if (arg.startsWith('-') && arg !== '-') return null;
    else files.push(arg);
  }
  return files.length === 0 ? null : { files, site };
}
