import { readFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { beginnings, firstChannels } from '../../support/traces/cel-csv.ts';
import { audited, type Wrong, whatIsHeld } from '../check.ts';
import type { Company } from '../company.ts';
import { returnedTalkMs } from '../site.ts';
import type { RealHouse } from './house.ts';
import type { Leg, Truth, Visit } from './people.ts';

/** How far a phone's view of a moment may lie from Asterisk's on a machine that does much else. */
const BLUR_MS = 700;
/** What Asterisk had not yet written down when it was killed began at most this long before. */
const UNWRITTEN_MS = 3_000;

interface Logged {
  readonly linkedid: string;
  readonly startedAt: number;
  readonly outcome: string;
  readonly item: number | null;
}

/** Waits until nothing is under way any more and every call of Asterisk's own records is in the log; answers what is not. */
export async function restReal(house: RealHouse, withinMs = 90_000): Promise<string | null> {
  const until = Date.now() + withinMs;
  for (;;) {
    await house.company.up();
    const restless = await whatMoves(house);
    if (restless === null || Date.now() > until) return restless;
    await pause(400);
  }
}

async function whatMoves(house: RealHouse): Promise<string | null> {
  const { asterisk, company, people } = house;
  if (!people.isQuiet) return "a customer's phone is in a call";
  const held = await whatIsHeld(company);
  if (held !== null) return held;
  const channels = await asterisk.console('core show channels count');
  if (!/^0 active channels/m.test(channels)) return `Asterisk has ${channels.split('\n')[0]}`;
  const logged = new Set((await loggedCalls(house)).map(({ linkedid }) => linkedid));
  const unlogged = ownCalls(house).find((linkedid) => !logged.has(linkedid));
  if (unlogged !== undefined) return `call ${unlogged} of Asterisk's records is not in the log`;
  const [blind] = await company.rows<{ why: string }>(
    `select why from blind_windows where reconciled_at is null limit 1`,
  );
  return blind ? `a window is still blind: ${blind.why}` : null;
}

/** The calls of Asterisk's own records since the company is there. */
function ownCalls({ celPath, earlier }: RealHouse): string[] {
  return firstChannels(readFileSync(celPath, 'utf8')).filter((linkedid) => !earlier.has(linkedid));
}

function loggedCalls({ company }: RealHouse): Promise<Logged[]> {
  return company.rows<{ linkedid: string; startedAt: number; outcome: string; item: number | null }>(
    `select c.linkedid, (extract(epoch from c.started_at) * 1000)::float8 as "startedAt", c.outcome,
       cc.callback_id::int as item from calls c left join callback_calls cc on cc.call_id = c.id`,
  );
}

/** What the phones lived through since, and Asterisk wrote down, against log and ledger. */
export async function checkReal(house: RealHouse, since: Truth): Promise<readonly Wrong[]> {
  const { company, celPath } = house;
  const cel = readFileSync(celPath, 'utf8');
  const logged = await loggedCalls(house);
  const items = await company.rows<{ number: string }>(
    'select distinct number from callbacks where number is not null',
  );
  const owed = new Set(items.map(({ number }) => number));
  return [
    ...since.twice.map((what) => ({ number: what.split(' ')[0] ?? null, what })),
    ...sameCalls(house, logged),
    ...since.visits.flatMap((visit) => lived(visit, cel, logged)),
    ...calledAgain(since).filter(({ number }) => number !== null && owed.has(number)),
    ...(await tooOld(company, since.legs)),
    ...(await audited(company)),
  ];
}

/** The log holds what Asterisk wrote down, each call once; more only of the moment in which it was killed. */
function sameCalls(house: RealHouse, logged: readonly Logged[]): Wrong[] {
  const { crashes } = house.people.truth;
  const own = ownCalls(house);
  // A look at the records goes back some minutes: what was before may be in the log as well.
  const made = new Set([...house.earlier, ...own]);
  const met = new Set<string>();
  const wrong: Wrong[] = [];
  for (const { linkedid, startedAt } of logged) {
    if (met.has(linkedid)) wrong.push({ number: null, what: `call ${linkedid} stands in the log twice` });
    met.add(linkedid);
    const unwritten = crashes.some((at) => startedAt > at - UNWRITTEN_MS && startedAt < at + BLUR_MS);
    if (!made.has(linkedid) && !unwritten)
      wrong.push({ number: null, what: `call ${linkedid} of the log never happened` });
  }
  for (const linkedid of own)
    if (!met.has(linkedid))
      wrong.push({ number: null, what: `call ${linkedid} of Asterisk's records is not in the log` });
  return wrong;
}

/** One customer's call: missed means an item, a talk means talked. What lies in between may be either. */
function lived({ name, number, takenAt, endedAt, died }: Visit, cel: string, logged: readonly Logged[]): Wrong[] {
  const linkedid = beginnings(cel).find((one) => one.callerName === name)?.linkedid;
  // It never reached a living Asterisk.
  if (linkedid === undefined) return [];
  const row = logged.find((one) => one.linkedid === linkedid);
  if (row === undefined) return [];
  if (takenAt === null && row.item === null)
    return [{ number, what: `missed call ${linkedid} (${name}, logged as ${row.outcome}) has no item` }];
  const talkedMs = takenAt === null || died ? 0 : (endedAt ?? takenAt) - takenAt;
  if (talkedMs > 2 * BLUR_MS && row.outcome !== 'talked')
    return [
      { number, what: `call ${linkedid} (${name}) was talked for ${talkedMs} ms and is logged as ${row.outcome}` },
    ];
  return [];
}

/** A debt is paid once: nobody is rung after a callback that paid without a call of theirs that was missed in between. */
function calledAgain({ visits, legs }: Truth): Wrong[] {
  const ended = ({ endedAt }: Visit | Leg) => endedAt ?? Number.POSITIVE_INFINITY;
  const paid = legs.filter(
    (leg) => leg.answeredAt !== null && !leg.died && ended(leg) - leg.answeredAt > returnedTalkMs + BLUR_MS / 2,
  );
  return legs.flatMap((second) => {
    const own = ({ number }: { readonly number: string }) => number === second.number;
    const before = paid.findLast((leg) => own(leg) && leg !== second && ended(leg) <= second.startedAt);
    if (before === undefined) return [];
    const missed = visits.some((visit) => own(visit) && ended(visit) > ended(before) - BLUR_MS);
    const what = `${second.number} was rung at ${second.startedAt} after the call of ${before.startedAt} had paid`;
    return missed ? [] : [{ number: second.number, what }];
  });
}

/** Whoever is rung is rung by an attempt that still may: an order that was too long on its way reaches nobody. */
async function tooOld(company: Company, legs: readonly Leg[]): Promise<Wrong[]> {
  const attempts = await company.rows<{ number: string; from: number; to: number }>(
    `select number, (extract(epoch from created_at) * 1000)::float8 as "from",
       (extract(epoch from not_after) * 1000)::float8 as "to" from attempts where number = any($1)`,
    [legs.map(({ number }) => number)],
  );
  return legs
    .filter(
      ({ number, startedAt }) =>
        !attempts.some((one) => one.number === number && one.from <= startedAt && startedAt <= one.to + BLUR_MS),
    )
    .map(({ number, startedAt }) => ({
      number,
      what: `${number} was rung at ${startedAt}, later than any attempt may`,
    }));
}
