import type { CompanyRule, DryRun, LineRule } from '../../schema/contracts/rules.ts';
import { startOfDay } from '../domain/calendar/start-of-day.ts';
import type { Callback } from '../domain/callback/callback.ts';
import { type PlayedItem, type PlayedRule, playOut } from '../domain/callback/dry-run.ts';
import { type Ladder, standardLadder } from '../domain/escalation/ladder.ts';
import type { MissedCounts, StoredRule } from '../store/rules.ts';
import type { Deps } from './deps.ts';
import { ruleOf, weekMs } from './edit-rules.ts';
import type { Office, OfficeTx } from './office.ts';
import { type Moved, whatMoves } from './recompute-due.ts';
import { Refusal } from './refusal.ts';

/** How many callbacks are played; the others are told in the count. */
const most = 1_000;
/** How many of the callbacks that would move are named. */
const named = 50;
/** How many are played before others get their turn. */
const slice = 20;
const dayMs = 86_400_000;

interface Ground {
  readonly items: readonly PlayedItem[];
  readonly of: number;
  readonly calls: MissedCounts;
  readonly before: PlayedRule;
  readonly draft: PlayedRule;
}

type OpenNow = DryRun['open'] & Pick<DryRun, 'moves'>;
const nothingMoves: OpenNow = { live: 0, moved: 0, overdueAtOnce: 0, lastTry: 0, moves: [] };

/** What a line's rule would have come to in the last seven days, and what it would do to what is open now. */
export async function dryRunLine(house: Office & Deps, id: number, rule: LineRule): Promise<DryRun> {
  const at = house.now();
  const { ground, open, timeZone } = await house.transact(async (tx) => {
    const [stored, company] = [await tx.rules.line(id, at - weekMs), await tx.rules.company()];
    if (!stored || !company) throw new Refusal('not-found');
    const had = ruleOf(stored);
    const hours = (await tx.calendars.promiseOf(id))?.hours ?? null;
    const common = company.ladder ?? standardLadder;
    const ground = await groundOf(tx, stored, at, {
      before: { ...had, ladder: had.ladder ?? common, hours },
      draft: { ...rule, ladder: rule.ladder ?? common, hours },
    });
    const debts = await tx.calendars.missedOn(id);
    const moved = rule.dueMinutes === had.dueMinutes ? [] : whatMoves(debts, { ...rule, hours }, 'minutes_changed');
    const lastTry = rule.maxTries < had.maxTries ? await tx.rules.triedOften(id, rule.maxTries - 1) : 0;
    return { ground, open: { ...(await openNow(tx, debts, moved, at)), lastTry }, timeZone: company.timeZone };
  });
  return drawn(await playAll([ground], at, timeZone), open, [ground]);
}

/** The same for what holds on every line that has no ladder of its own. */
export async function dryRunCompany(house: Office & Deps, rule: CompanyRule): Promise<DryRun> {
  const at = house.now();
  const { grounds, timeZone, live } = await house.transact(async (tx) => {
    const company = await tx.rules.company();
    if (!company) throw new Refusal('not-found');
    const grounds: Ground[] = [];
    let live = 0;
    for (const stored of await tx.rules.list(at - weekMs)) {
      if (stored.ladder !== null) continue;
      live += stored.open;
      const hours = (await tx.calendars.promiseOf(stored.id))?.hours ?? null;
      const had = { ...ruleOf(stored), hours };
      const before = { ...had, ladder: company.ladder ?? standardLadder };
      grounds.push(await groundOf(tx, stored, at, { before, draft: { ...had, ladder: rule.ladder } }));
    }
    return { grounds, timeZone: company.timeZone, live };
  });
  return drawn(await playAll(grounds, at, timeZone), { ...nothingMoves, live }, grounds);
}

async function groundOf(
  tx: OfficeTx,
  { id }: StoredRule,
  at: number,
  rules: Pick<Ground, 'before' | 'draft'>,
): Promise<Ground> {
  return {
    ...rules,
    items: await tx.rules.items(id, at - weekMs, most),
    of: await tx.rules.itemCount(id, at - weekMs),
    calls: await tx.rules.missedCalls(id, at - weekMs, rules.draft.abandonedSeconds),
  };
}

async function openNow(
  tx: OfficeTx,
  debts: readonly Callback[],
  moved: readonly Moved[],
  at: number,
): Promise<OpenNow> {
  const some = [...moved].sort((a, b) => a.dueAt - b.dueAt).slice(0, named);
  const names = await tx.escalation.namesOf(some.map(({ item }) => item.id));
  return {
    live: debts.length,
    moved: moved.length,
    overdueAtOnce: moved.filter(({ item, dueAt }) => dueAt <= at && item.dueAt > at).length,
    lastTry: 0,
    moves: some.map(({ item: { id, number, dueAt: fromAt }, dueAt: toAt }) => ({
      id,
      number,
      contact: names.get(id)?.contact ?? null,
      fromAt,
      toAt,
    })),
  };
}

interface Played {
  readonly days: DryRun['days'];
  sooner: number;
  later: number;
  readonly late: { now: number; draft: number };
  readonly told: Map<string, { now: number; draft: number }>;
}

/** Plays every callback by both rules, a few at a time: nobody's call waits for it. */
async function playAll(grounds: readonly Ground[], at: number, timeZone: string): Promise<Played> {
  const today = startOfDay(at, timeZone);
  const starts = [6, 5, 4, 3, 2, 1, 0].map((back) => startOfDay(today - back * dayMs + dayMs / 2, timeZone));
  const dateOf = (start: number) => new Date(start).toLocaleDateString('en-CA', { timeZone });
  const days = starts.map((start) => ({ date: dateOf(start), missed: 0, late: 0 }));
  const played: Played = { days, sooner: 0, later: 0, late: { now: 0, draft: 0 }, told: new Map() };
  for (const { items, before, draft } of grounds) {
    for (const ladder of [before.ladder, draft.ladder]) nameAll(played, ladder);
    for (const [n, item] of items.entries()) {
      if (n % slice === slice - 1) await new Promise<void>((done) => setImmediate(done));
      playOne(played, starts, item, before, draft, at);
    }
  }
  return played;
}

function nameAll({ told }: Played, ladder: Ladder): void {
  for (const who of ladder.flatMap(({ to }) => to)) if (!told.has(who)) told.set(who, { now: 0, draft: 0 });
}

function playOne(
  played: Played,
  starts: readonly number[],
  item: PlayedItem,
  before: PlayedRule,
  draft: PlayedRule,
  at: number,
): void {
  const [was, would] = [playOut(item, before, at), playOut(item, draft, at)];
  const day = played.days[starts.findLastIndex((start) => start <= item.firstMissAt)];
  if (day) {
    day.missed += 1;
    if (would?.late) day.late += 1;
  }
  if (was?.late) played.late.now += 1;
  if (would?.late) played.late.draft += 1;
  if (was && would && would.dueAt < was.dueAt) played.sooner += 1;
  if (was && would && would.dueAt > was.dueAt) played.later += 1;
  for (const who of was?.told ?? []) count(played, who, 'now');
  for (const who of would?.told ?? []) count(played, who, 'draft');
}

function count({ told }: Played, who: string, side: 'now' | 'draft'): void {
  const entry = told.get(who);
  if (entry) entry[side] += 1;
}

function drawn(played: Played, { moves, ...open }: OpenNow, grounds: readonly Ground[]): DryRun {
  const sum = (of: (ground: Ground) => number) => grounds.reduce((all, ground) => all + of(ground), 0);
  const { days, sooner, later, late, told } = played;
  const total = sum(({ calls }) => calls.owed + calls.leftOut);
  const wouldBe = sum(({ calls }) => calls.wouldBeLeftOut);
  return {
    days,
    owed: { now: sum(({ calls }) => calls.owed), draft: total - wouldBe },
    leftOut: { now: sum(({ calls }) => calls.leftOut), draft: wouldBe },
    sooner,
    later,
    late,
    told: [...told].map(([who, counts]) => ({ who, ...counts })),
    looked: sum(({ items }) => items.length),
    of: sum(({ of }) => of),
    open,
    moves,
  };
}
