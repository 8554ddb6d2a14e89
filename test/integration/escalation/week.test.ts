import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { planLadders } from '../../../server/usecases/plan-ladders.ts';
import { recordCall } from '../../../server/usecases/record-call.ts';
import { takeLadderSteps } from '../../../server/usecases/take-ladder-steps.ts';
import { aMissedCall, aNumber, aTalkedCall } from '../../support/call-records.ts';
import { type Ledger, minute, openLedger } from '../../support/ledger.ts';
import { openMinutes, sequence } from '../../support/opening-oracle.ts';

const at = (iso: string) => Date.parse(iso);
const from = at('2026-10-19T00:00:00Z');
const to = at('2026-10-27T12:00:00Z');
const day = ['09:00-13:00', '14:00-18:00'];

/** In London the clock is put back in the night to Sunday, while the line is open. Wednesday is a holiday. */
const london = {
  timeZone: 'Europe/London',
  weekly: [day, day, day, day, day, [], ['00:30-04:00']],
  closed: ['2026-10-21'],
};
/** Tehran rests on Friday and keeps no summer time; its 30 Mehr (22 October) is closed this year. */
const tehran = {
  timeZone: 'Asia/Tehran',
  weekly: [day, day, day, ['08:00-12:00'], [], day, day],
  closed: ['2026-10-22'],
};
const lines = {
  sales: {
    hours: london,
    clock: openMinutes(london),
    holidays: [{ date: '2026-10-21', days: 1, name: 'Fair', persian: null }],
  },
  support: {
    hours: tehran,
    clock: openMinutes(tehran),
    holidays: [{ date: null, days: 1, name: 'Rest', persian: '07-30' }],
  },
};
type LineKey = keyof typeof lines;

const ladder = [
  { step: 'due_soon', minutes: 10, to: ['owner'], by: [] },
  { step: 'overdue', minutes: 0, to: ['lena'], by: [] },
  { step: 'breached', minutes: 60, to: ['max', 'supervisors'], by: [] },
] as const;

/** Who is signed in, and who is away, at each moment of the week. */
const hourOfDay = (t: number) => new Date(t).getUTCHours();
const signedIn: Readonly<Record<string, (t: number) => boolean>> = {
  amy: (t) => hourOfDay(t) >= 7 && hourOfDay(t) < 16,
  bob: () => true,
  sue: () => true,
  lena: (t) => t < at('2026-10-24T00:00:00Z'),
  max: (t) => hourOfDay(t) < 15,
};
const away = { who: 'lena', from: at('2026-10-20T10:00:00Z'), until: at('2026-10-22T09:00:00Z'), substitute: 'bob' };
const isAway = (who: string, t: number) => who === away.who && t >= away.from && t < away.until;
const isIn = (who: string, t: number) => (signedIn[who]?.(t) ?? false) && !isAway(who, t);

/** Whom a step must reach, worked out from the week's plan alone. */
function mustReach(step: string, t: number): string[] {
  const supervisors = (rule: string) => {
    const there = ['sue', 'lena'].filter((who) => isIn(who, t));
    return there.map((who) => `${who} ${rule}`);
  };
  if (step === 'due_soon') {
    if (isIn('amy', t)) return ['amy owner'];
    if (isIn('lena', t)) return ['lena next_step'];
    return isIn('max', t) ? ['max next_step'] : supervisors('all_supervisors');
  }
  if (step === 'overdue') {
    if (isIn('lena', t)) return ['lena named'];
    if (isAway('lena', t)) return ['bob substitute'];
    return isIn('max', t) ? ['max next_step'] : supervisors('all_supervisors');
  }
  return [...(isIn('max', t) ? ['max named'] : []), ...supervisors('role')];
}

interface Debt {
  readonly id: number;
  readonly line: LineKey;
  readonly caller: ReturnType<typeof aNumber>;
  readonly missedAt: number;
  /** When the customer is spoken to at last; null: never in this week. */
  readonly returnedAt: number | null;
}

describe('a whole week of the ladder', () => {
  let ledger: Ledger;
  let sessions = '';
  const debts: Debt[] = [];

  /** The people of the house as they are at this moment. */
  async function peopleAt(t: number): Promise<void> {
    const now = Object.keys(signedIn).filter((who) => signedIn[who]?.(t));
    if (sessions === now.join()) return;
    sessions = now.join();
    await ledger.query('delete from sessions');
    await ledger.query(
      `insert into sessions (token_hash, user_id, created_at, last_seen_at, expires_at)
        select login, id, now(), now(), '2030-01-01' from users where login = any($1)`,
      [now],
    );
  }

  /** Two servers look at the same moment; each of them may die right after, nothing of it is in memory. */
  async function look(): Promise<void> {
    await Promise.all([planLadders(ledger.deps), planLadders(ledger.deps)]);
    const take = () => takeLadderSteps(ledger.deps, { mail: false, webhook: false });
    await Promise.all([take(), take()]);
    while ((await planLadders(ledger.deps)) + (await take()) > 0);
  }

  async function nextStepAt(): Promise<number> {
    const [row] = await ledger.query<{ at: Date | null }>(
      'select min(fire_at) as at from escalation_timers where fired_at is null and cancelled_at is null',
    );
    return row?.at ? Number(row.at) : Number.POSITIVE_INFINITY;
  }

  beforeAll(async () => {
    ledger = await openLedger();
    ledger.clock.at = from;
    await ledger.query(
      "insert into users (login, name, role, created_at) values ('lena', 'lena', 'supervisor', now()), ('max', 'max', 'agent', now())",
    );
    for (const [key, { hours, holidays }] of Object.entries(lines)) {
      await ledger.query(
        `with c as (insert into calendars (site_id, name, time_zone, weekly, holidays) values ($1, $2, $3, $4, $5) returning id)
          update lines set calendar_id = (select id from c), escalation = $6, due_minutes = 30 where key = $2`,
        [
          ledger.ids.site,
          key,
          hours.timeZone,
          JSON.stringify(hours.weekly),
          JSON.stringify(holidays),
          JSON.stringify(ladder),
        ],
      );
    }
    await ledger.query(
      `insert into absences (user_id, from_at, until_at, substitute_id, created_at) select u.id, $1, $2, s.id, now()
        from users u, users s where u.login = $3 and s.login = $4`,
      [new Date(away.from), new Date(away.until), away.who, away.substitute],
    );
  });
  afterAll(() => ledger.close());

  test('each step is taken once, by the right person, in its opening minute', { timeout: 120_000 }, async () => {
    const some = sequence(2026);
    const misses = Array.from({ length: 70 }, (_, n) => ({
      line: (n % 3 === 0 ? 'support' : 'sales') as LineKey,
      missedAt: from + some(7 * 1440) * minute,
      returnsAfter: n % 4 === 0 ? null : some(1500) * minute + 30_000,
    })).sort((a, b) => a.missedAt - b.missedAt);
    const happenings: { readonly at: number; readonly run: () => Promise<void> }[] = [];
    for (const { line, missedAt, returnsAfter } of misses) {
      const caller = aNumber();
      const returnedAt = returnsAfter === null ? null : missedAt + returnsAfter;
      happenings.push({
        at: missedAt,
        run: async () => {
          const contact = await ledger.addContact(`customer ${caller}`, [caller]);
          await ledger.query('update contacts set owner_id = $2 where id = $1', [contact, ledger.ids.amy]);
          const record = aMissedCall({ caller, endedAt: missedAt, line });
          const { callbackId } = await recordCall(ledger.deps, ledger.ids.pbx, ledger.ids.boot, record);
          debts.push({ id: callbackId ?? 0, line, caller, missedAt, returnedAt });
        },
      });
      if (returnedAt === null) continue;
      happenings.push({
        at: returnedAt,
        run: async () => {
          const talk = aTalkedCall({ caller, endedAt: returnedAt, talkedMs: 20_000, line });
          await recordCall(ledger.deps, ledger.ids.pbx, ledger.ids.boot, talk);
        },
      });
    }
    happenings.sort((a, b) => a.at - b.at);

    while (ledger.clock.at < to) {
      const next = happenings[0];
      const then = Math.min(next?.at ?? to, await nextStepAt(), to);
      ledger.clock.at = Math.max(ledger.clock.at, then);
      await peopleAt(ledger.clock.at);
      if (next && next.at <= ledger.clock.at) {
        happenings.shift();
        await next.run();
      }
      await look();
    }

    const told = await ledger.query<{ id: number; step: string; who: string; at: Date }>(
      `select t.callback_id as id, t.step, u.login || ' ' || n.rule as who, n.at from notices n
        join escalation_timers t on t.id = n.timer_id join users u on u.id = n.user_id`,
    );
    const seen = told.map(({ id, step, who, at }) => `${id} ${step} ${at.toISOString()} ${who}`).sort();
    const expected = debts.flatMap(({ id, line, missedAt, returnedAt }) => {
      const { clock } = lines[line];
      const due = clock.after(missedAt, 30);
      const moments = { due_soon: clock.before(due, 10), overdue: clock.after(due, 0), breached: clock.after(due, 60) };
      return Object.entries(moments)
        .filter(([step, t]) => t < Math.min(returnedAt ?? to, to) && (step !== 'due_soon' || (t > missedAt && due > t)))
        .flatMap(([step, t]) => mustReach(step, t).map((who) => `${id} ${step} ${new Date(t).toISOString()} ${who}`));
    });
    expect(seen).toEqual(expected.sort());

    // The week had everything in it: each rule, each step, the hour that comes twice, returns in time and never.
    const rules = new Set(seen.map((line) => line.split(' ').at(-1)));
    expect([...rules].sort()).toEqual(['all_supervisors', 'named', 'next_step', 'owner', 'role', 'substitute']);
    expect(seen.some((line) => line.includes('2026-10-25T0'))).toBe(true);
    expect(debts).toHaveLength(70);
    expect(seen.length).toBeGreaterThan(120);
    const cancelled = await ledger.query(
      "select 1 from escalation_timers where cancelled_at is not null and step = 'breached'",
    );
    expect(cancelled.length).toBeGreaterThan(10);
    const doubles = await ledger.query(
      `select 1 from callback_events where type = 'escalated' group by callback_id, detail ->> 'step' having count(*) > 1`,
    );
    expect(doubles).toEqual([]);
  });

  test('all promises of the ledger hold', () => ledger.expectAllKept());
});
