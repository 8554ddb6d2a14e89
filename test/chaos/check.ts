import { setTimeout as pause } from 'node:timers/promises';
import { auditHistories } from '../../server/store/audit-histories.ts';
import { auditLedger } from '../../server/store/audit-views.ts';
import type { Cell } from './cell.ts';
import type { Company } from './company.ts';
import type { TrueCall } from './people.ts';
import { returnedTalkMs } from './site.ts';

interface Logged {
  readonly linkedid: string;
  readonly outcome: string;
  readonly callbackId: number | null;
}

interface Attempted {
  readonly id: string;
  readonly callbackId: number | null;
  readonly createdAt: number;
}

/** What is wrong, and with which customer; `null` when it concerns the whole company. */
export interface Wrong {
  readonly number: string | null;
  readonly what: string;
}

/** Waits until nothing is under way any more; answers what does not come to rest. */
export async function waitQuiet(cell: Cell, since: number, withinMs = 90_000): Promise<string | null> {
  const until = Date.now() + withinMs;
  for (;;) {
    await cell.up();
    const restless = await whatMoves(cell, since);
    if (restless === null || Date.now() > until) return restless;
    await pause(250);
  }
}

async function whatMoves(cell: Cell, since: number): Promise<string | null> {
  if (cell.pbx.channels > 0) return `${cell.pbx.channels} channels on the PBX`;
  const held = await whatIsHeld(cell);
  if (held !== null) return held;
  const calls = cell.pbx.people.truth.calls.slice(since);
  const logged = await loggedCalls(cell, calls);
  const unlogged = calls.find(({ linkedid }) => !logged.has(linkedid));
  return unlogged ? `${unlogged.kind} call ${unlogged.linkedid} of ${unlogged.number} is not in the log` : null;
}

/** An item in somebody's hands, or an attempt that is still open. */
export async function whatIsHeld(company: Company): Promise<string | null> {
  const [held] = await company.rows<{ what: string }>(
    `select 'item ' || id || ' is ' || state as what from callbacks where state in ('claimed', 'dialing')
     union all select 'attempt ' || id || ' is open' from attempts where outcome is null limit 1`,
  );
  return held?.what ?? null;
}

async function loggedCalls(cell: Cell, calls: readonly TrueCall[]): Promise<Map<string, Logged>> {
  const rows = await cell.rows<{ linkedid: string; outcome: string; callback_id: number | null }>(
    `select c.linkedid, c.outcome, cc.callback_id::int as callback_id from calls c
     left join callback_calls cc on cc.call_id = c.id where c.linkedid = any($1)`,
    [calls.map(({ linkedid }) => linkedid)],
  );
  return new Map(
    rows.map((row) => [row.linkedid, { linkedid: row.linkedid, outcome: row.outcome, callbackId: row.callback_id }]),
  );
}

/** Holds the ledger against what truly happened since the `since`-th call. */
export async function check(cell: Cell, since: number, sinceTwice: number): Promise<readonly Wrong[]> {
  const { truth } = cell.pbx.people;
  const calls = truth.calls.slice(since);
  const logged = await loggedCalls(cell, calls);
  const wrong: Wrong[] = truth.twice.slice(sinceTwice).map((what) => ({ number: what.split(' ')[0] ?? null, what }));
  for (const call of calls) {
    const row = logged.get(call.linkedid);
    if (call.kind !== 'inbound' || call.talkedMs > 0) continue;
    if (row === undefined) wrong.push({ number: call.number, what: `missed call ${call.linkedid} is not in the log` });
    else if (row.callbackId === null)
      wrong.push({ number: call.number, what: `missed call ${call.linkedid} (logged as ${row.outcome}) has no item` });
  }
  wrong.push(...(await calledAgain(cell, calls)), ...(await audited(cell)));
  return wrong;
}

/** A debt is paid once: no second successful callback without another miss in between. */
async function calledAgain(cell: Cell, calls: readonly TrueCall[]): Promise<Wrong[]> {
  const wrong: Wrong[] = [];
  const rows = await cell.rows<{ id: string; callback_id: number | null; at: number }>(
    `select id, callback_id::int as callback_id, (extract(epoch from created_at) * 1000)::float8 as at from attempts`,
  );
  const attempts = new Map(
    rows.map((row): [string, Attempted] => [row.id, { id: row.id, callbackId: row.callback_id, createdAt: row.at }]),
  );
  for (const number of new Set(calls.map((call) => call.number))) {
    const own = calls.filter((call) => call.number === number).toSorted((a, b) => a.startedAt - b.startedAt);
    const paid = own.filter((call) => call.kind === 'originate' && call.talkedMs >= returnedTalkMs);
    for (const second of paid) {
      const attempt = attempts.get(second.linkedid);
      if (attempt === undefined) wrong.push({ number, what: `${second.linkedid} was called without an attempt` });
      if (attempt === undefined || attempt.callbackId === null) continue;
      const before = paid.filter((call) => call.endedAt <= attempt.createdAt).at(-1);
      if (before === undefined) continue;
      const missed = own.some(
        (call) => call.kind === 'inbound' && call.talkedMs === 0 && call.endedAt >= before.endedAt,
      );
      if (!missed)
        wrong.push({ number, what: `called a second time by ${second.linkedid} after ${before.linkedid} had paid` });
    }
  }
  return wrong;
}

/** S1 to S6 and the histories, which must all be empty. */
export async function audited(cell: Company): Promise<Wrong[]> {
  const results = await auditLedger(cell.db, 20);
  const broken = results.flatMap(({ name, violations }) =>
    violations.map(({ subject, what }) => ({ number: null, what: `${name}: ${subject} ${what}` })),
  );
  const strays = await auditHistories(cell.db, 20);
  return [...broken, ...strays.map(({ subject, what }) => ({ number: null, what: `callback ${subject}: ${what}` }))];
}
