import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { provisionFile } from '../../../server/cli/provision.ts';
import { claimCallback } from '../../../server/usecases/claim-callback.ts';
import { recordCall } from '../../../server/usecases/record-call.ts';
import { recordCalls } from '../../../server/usecases/record-calls.ts';
import { releaseAllOf } from '../../../server/usecases/release-callback.ts';
import { settleAttempt } from '../../../server/usecases/settle-attempt.ts';
import { startAttempt } from '../../../server/usecases/start-attempt.ts';
import { aMissedCall, aNumber } from '../../support/call-records.ts';
import { eventually } from '../../support/eventually.ts';
import { type Ledger, minute, openLedger } from '../../support/ledger.ts';

const at = (iso: string) => Date.parse(iso);
const officeWeek = ['mon', 'tue', 'wed', 'thu', 'fri']
  .map((day) => `${day}: ["09:00-13:00", "14:00-18:00"]`)
  .join(', ');

/** A site file of the ledger's company whose sales line keeps the office's hours. */
function siteFile(calendar: string, salesHours = 'office', dueMinutes = 30): string {
  return `
site: { name: Acme, country: GB, timeZone: Europe/London }
pbx: { name: main, trunks: ["PJSIP/trunk*"], inboundContexts: [from-trunk], internalContexts: [from-internal], originateContext: ringback }
calendars:
${calendar}
lines:
  - { key: sales, name: sales, dids: ["+442079460100"], group: sales, dueMinutes: ${dueMinutes}, hours: ${salesHours} }
  - { key: support, name: support, dids: ["+442079460110"], group: support, dueMinutes: 30 }
`;
}
const office = `  - { name: office, weekly: { ${officeWeek} }, holidays: [{ date: "2026-12-25", name: Christmas, days: 4 }] }`;
const shut = '  - { name: office, weekly: {} }';
const longer = `  - { name: office, weekly: { ${officeWeek}, sat: ["10:00-12:00"] }, holidays: [{ persian: "01-01", name: Nowruz, days: 4 }], open: [{ date: "2026-12-26", intervals: ["10:00-11:00"] }] }`;

describe('opening hours of a line', () => {
  let ledger: Ledger;
  let folder: string;
  const provision = async (text: string) => {
    const file = join(folder, 'site.yaml');
    await writeFile(file, text);
    return (await provisionFile(ledger.database.db, file, ledger.clock.at)).changes;
  };
  const missedAt = async (instant: number, line = 'sales') => {
    ledger.clock.at = instant;
    const record = aMissedCall({ caller: aNumber(), endedAt: instant, line });
    const { callbackId } = await recordCall(ledger.deps, ledger.ids.pbx, ledger.ids.boot, record);
    if (callbackId === null) throw new Error('no item');
    return callbackId;
  };
  const times = async (id: number) => {
    const [row] = await ledger.query<{ due: Date; promised: Date; state: string }>(
      'select due_at as due, promised_at as promised, state from callbacks where id = $1',
      [id],
    );
    return { due: row && Number(row.due), promised: row && Number(row.promised), state: row?.state };
  };
  const history = async (id: number) =>
    (
      await ledger.query<{ line: string }>(
        `select type || coalesce(' ' || rule, '') as line from callback_events where callback_id = $1 and type in ('rescheduled', 'attempt_ended') order by id`,
        [id],
      )
    ).map(({ line }) => line);

  beforeAll(async () => {
    ledger = await openLedger();
    folder = await mkdtemp(join(tmpdir(), 'rb-hours-'));
    ledger.clock.at = at('2026-11-20T08:00:00Z');
    await provision(siteFile(office));
  });
  afterAll(async () => {
    await rm(folder, { recursive: true });
    await ledger.close();
  });

  test.each([
    ['while open', '2026-11-20T10:00:00Z', '2026-11-20T10:30:00Z'],
    ['shortly before lunch', '2026-11-20T12:50:00Z', '2026-11-20T14:20:00Z'],
    ['on a Friday night', '2026-11-20T21:00:00Z', '2026-11-23T09:30:00Z'],
    ['before Christmas, which is shut for four days', '2026-12-24T17:45:00Z', '2026-12-29T09:15:00Z'],
    ['in summer time', '2026-07-01T05:00:00Z', '2026-07-01T08:30:00Z'],
  ])('a call missed %s is due in opening minutes', async (_, missed, due) => {
    expect(await times(await missedAt(at(missed)))).toEqual({ due: at(due), promised: at(due), state: 'open' });
  });

  test('a line without hours goes around the clock, as before', async () => {
    const missed = at('2026-11-21T23:00:00Z');
    expect((await times(await missedAt(missed, 'support'))).due).toBe(missed + 30 * minute);
  });

  test('many calls written together are due as one alone', async () => {
    ledger.clock.at = at('2026-11-21T12:00:00Z');
    const calls = ['sales', 'support', 'sales'].map((line) => ({
      bootId: ledger.ids.boot,
      record: aMissedCall({ caller: aNumber(), endedAt: ledger.clock.at, line }),
    }));
    const done = await recordCalls(ledger.deps, ledger.ids.pbx, calls);
    const due = await Promise.all(done.map(async ({ callbackId }) => (await times(callbackId ?? 0)).due));
    const [monday, soon] = [at('2026-11-23T09:30:00Z'), at('2026-11-21T12:30:00Z')];
    expect(due).toEqual([monday, soon, monday]);
  });

  test('the next try waits by the clock, and for the next opening when nobody is there then', async () => {
    const id = await missedAt(at('2026-11-20T17:00:00Z'));
    ledger.clock.at = at('2026-11-20T17:50:00Z');
    const { amy, amysPhone } = ledger.ids;
    const { fence } = await claimCallback(ledger.deps, id, amy);
    const attempt = await startAttempt(ledger.deps, {
      userId: amy,
      deviceId: amysPhone,
      number: null,
      contactId: null,
      callback: { id, fence },
    });
    await settleAttempt(ledger.deps, attempt.id, {
      agent: 'answered',
      customer: 'no_answer',
      talkedMs: 0,
      saidReached: false,
    });
    expect(await times(id)).toEqual({
      due: at('2026-11-23T09:00:00Z'),
      promised: at('2026-11-20T17:30:00Z'),
      state: 'open',
    });
    // Longer hours on Saturday leave a try alone that is set for a time when people are there.
    await provision(siteFile(longer));
    await provision(siteFile(office));
    expect(await history(id)).toEqual(['attempt_ended']);
  });

  describe('when they change', () => {
    test('open debts get the time that holds now, none is dropped, and no promise is put off', async () => {
      const weekend = await missedAt(at('2026-11-20T21:00:00Z'));
      const other = await missedAt(at('2026-11-20T21:00:00Z'), 'support');
      const before = await ledger.query('select id from callbacks order by id');

      expect(await provision(siteFile(longer))).toEqual([
        { what: 'calendar', key: 'office', did: 'changed', fields: ['weekly', 'holidays', 'specialDays'] },
      ]);
      const saturday = at('2026-11-21T10:30:00Z');
      expect(await times(weekend)).toEqual({ due: saturday, promised: saturday, state: 'open' });

      await provision(siteFile(office));
      expect(await times(weekend)).toEqual({ due: at('2026-11-23T09:30:00Z'), promised: saturday, state: 'open' });
      expect(await history(weekend)).toEqual(['rescheduled hours_changed', 'rescheduled hours_changed']);
      expect(await history(other)).toEqual([]);
      expect(await ledger.query('select id from callbacks order by id')).toEqual(before);
    });

    test('a line that promises other minutes moves its open debts, and puts no promise off', async () => {
      const missed = at('2026-11-20T10:00:00Z');
      const id = await missedAt(missed);
      expect((await provision(siteFile(office, 'office', 45)))[0]).toMatchObject({
        key: 'sales',
        fields: ['dueMinutes'],
      });
      expect(await times(id)).toMatchObject({ due: missed + 45 * minute, promised: missed + 30 * minute });
      await provision(siteFile(office, 'office', 20));
      expect(await times(id)).toMatchObject({ due: missed + 20 * minute, promised: missed + 20 * minute });
      await provision(siteFile(office));
      expect(await history(id)).toEqual([
        'rescheduled minutes_changed',
        'rescheduled minutes_changed',
        'rescheduled minutes_changed',
      ]);
    });

    test('a debt that is born in the same moment gets the new time, whoever comes first', async () => {
      ledger.clock.at = at('2026-11-20T21:00:00Z');
      const record = aMissedCall({ caller: aNumber(), endedAt: ledger.clock.at, line: 'sales' });
      // Held between the reading of the old hours and its commit.
      let open: () => void = () => {};
      let reached: () => void = () => {};
      const gate = new Promise<void>((resolve) => {
        open = resolve;
      });
      const isHeld = new Promise<void>((resolve) => {
        reached = resolve;
      });
      const transact: Ledger['deps']['transact'] = (work) =>
        ledger.deps.transact(async (tx) => {
          const done = await work(tx);
          reached();
          await gate;
          return done;
        });
      const birth = recordCall({ ...ledger.deps, transact }, ledger.ids.pbx, ledger.ids.boot, record);
      await isHeld;
      const changed = provision(siteFile(longer));
      await eventually(async () => {
        const waiting = await ledger.query(
          "select 1 from pg_locks where locktype = 'advisory' and not granted and database = (select oid from pg_database where datname = current_database())",
        );
        expect(waiting).toHaveLength(1);
      });
      // One that comes while the hours change waits for them.
      const later = recordCall(
        ledger.deps,
        ledger.ids.pbx,
        ledger.ids.boot,
        aMissedCall({ caller: aNumber(), endedAt: ledger.clock.at, line: 'sales' }),
      );
      open();
      const [first, , second] = await Promise.all([birth, changed, later]);
      for (const { callbackId } of [first, second]) {
        expect((await times(callbackId ?? 0)).due).toBe(at('2026-11-21T10:30:00Z'));
      }
      await provision(siteFile(office));
    });

    test('a claimed item keeps its claim', async () => {
      const id = await missedAt(at('2026-11-20T21:00:00Z'));
      await claimCallback(ledger.deps, id, ledger.ids.bob);
      await provision(siteFile(longer));
      expect(await times(id)).toMatchObject({ due: at('2026-11-21T10:30:00Z'), state: 'claimed' });
      await releaseAllOf(ledger.deps, ledger.ids.bob, 'signed_out');
      await provision(siteFile(office));
    });

    test('a file that says the same changes nothing', async () => {
      const [{ n: before } = { n: -1 }] = await ledger.query<{ n: number }>(
        'select count(*)::int n from callback_events',
      );
      expect(await provision(siteFile(office))).toEqual([]);
      expect(await ledger.query('select count(*)::int n from callback_events')).toEqual([{ n: before }]);
    });

    test('a line that gives its hours up goes around the clock', async () => {
      const missed = at('2026-11-20T21:00:00Z');
      const id = await missedAt(missed);
      await provision(siteFile(office, 'null'));
      expect((await times(id)).due).toBe(missed + 30 * minute);
      await provision(siteFile(office));
      expect(await times(id)).toMatchObject({ due: at('2026-11-23T09:30:00Z'), promised: missed + 30 * minute });
    });

    test('hours that never come make every debt due at once, and its history says why', async () => {
      const missed = at('2026-11-20T21:00:00Z');
      const old = await missedAt(missed);
      await provision(siteFile(shut));
      expect(await times(old)).toEqual({ due: missed, promised: missed, state: 'open' });
      expect(await history(old)).toEqual(['rescheduled never_opens']);
      const one = await missedAt(missed);
      const both = await recordCalls(
        ledger.deps,
        ledger.ids.pbx,
        [1, 2].map(() => ({
          bootId: ledger.ids.boot,
          record: aMissedCall({ caller: aNumber(), endedAt: missed, line: 'sales' }),
        })),
      );
      for (const id of [one, ...both.map(({ callbackId }) => callbackId ?? 0)]) {
        expect(await times(id)).toEqual({ due: missed, promised: missed, state: 'open' });
        expect(await history(id)).toEqual(['rescheduled never_opens']);
      }
    });
  });

  test('all promises of the ledger hold', () => ledger.expectAllKept());
});
