import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { callbackStates } from '../../../schema/tables/callbacks.ts';
import { recordCall } from '../../../server/usecases/record-call.ts';
import { aMissedCall, aNumber, aTalkedCall } from '../../support/call-records.ts';
import { type Ledger, openLedger } from '../../support/ledger.ts';

/** The edges of the ledger; every other pair of states is refused by the database itself. */
const steps: Readonly<Record<string, readonly string[]>> = {
  open: ['open', 'claimed', 'returned', 'closed', 'merged'],
  claimed: ['claimed', 'open', 'dialing', 'returned', 'merged'],
  dialing: ['dialing', 'open', 'needs_human', 'returned', 'merged'],
  needs_human: ['needs_human', 'returned', 'closed', 'merged'],
  returned: ['returned'],
  closed: ['closed'],
  merged: ['merged'],
};

describe('the database itself', () => {
  let ledger: Ledger;
  beforeAll(async () => {
    ledger = await openLedger();
  });
  afterAll(() => ledger.close());

  /** An item brought to a state by raw SQL, with a talk that could prove it, another item, and an open attempt. */
  async function itemIn(state: string): Promise<{ id: number; callId: number; other: number; attempt: string }> {
    const { pbx, boot, amy, sue, amysPhone } = ledger.ids;
    const caller = aNumber();
    const missed = await recordCall(
      ledger.deps,
      pbx,
      boot,
      aMissedCall({
        caller,
        endedAt: ledger.clock.at,
        ...(state === 'needs_human' && { caller: null, withheld: true }),
      }),
    );
    const id = missed.callbackId ?? 0;
    const other =
      (await recordCall(ledger.deps, pbx, boot, aMissedCall({ caller: aNumber(), endedAt: ledger.clock.at })))
        .callbackId ?? 0;
    const talk = aTalkedCall({ caller: aNumber(), endedAt: ledger.clock.at + 9_000, talkedMs: 5_000 });
    const { callId } = await recordCall(ledger.deps, pbx, boot, talk);
    const attempt = `rb-${id}`;
    const run = (text: string, ...values: unknown[]) => ledger.query(text, values);
    if (state === 'claimed' || state === 'dialing') await run(changes('claimed', amy, sue, attempt, callId, other), id);
    if (state === 'dialing') {
      await run(
        `insert into attempts (id, callback_id, fence, user_id, device_id, number, not_after, created_at)
         values ($1, $2, 1, $3, $4, $5, now() + interval '60 seconds', now())`,
        attempt,
        id,
        amy,
        amysPhone,
        caller,
      );
      await run(changes('dialing', amy, sue, attempt, callId, other), id);
    }
    if (['returned', 'closed', 'merged'].includes(state))
      await run(changes(state, amy, sue, attempt, callId, other), id);
    return { id, callId, other, attempt };
  }

  /** The UPDATE that satisfies every CHECK of the wanted state, so that only the step itself can be wrong. */
  function changes(state: string, amy: number, sue: number, attempt: string, callId: number, other: number): string {
    const cleared = `claimed_by = null, lease_until = null, open_attempt_id = null, needs_reason = null, settled_at = null,
      returned_call_id = null, returned_talk_ended_at = null, settled_as = null, returned_by = null,
      closed_by = null, closed_reason = null, closed_note = null, merged_into = null`;
    const set: Readonly<Record<string, Record<string, string>>> = {
      open: {},
      claimed: {
        claimed_by: `${amy}`,
        lease_until: "now() + interval '20 seconds'",
        fence: "fence + (state = 'open')::int",
        updated_at: 'now()',
      },
      dialing: { claimed_by: `${amy}`, open_attempt_id: `'${attempt}'` },
      needs_human: { needs_reason: "'withheld'" },
      returned: {
        returned_call_id: `${callId}`,
        settled_as: "'late'",
        settled_at: 'now()',
        returned_talk_ended_at: `(select ended_at from call_talks where call_id = ${callId})`,
      },
      closed: { closed_by: `${sue}`, closed_reason: "'other'", closed_note: "'said so'", settled_at: 'now()' },
      merged: { merged_into: `${other}`, settled_at: 'now()' },
    };
    const own = set[state] ?? {};
    const rest = cleared.split(',').filter((part) => !Object.keys(own).includes(part.trim().split(' ')[0] ?? ''));
    const all = [
      ...rest,
      ...Object.entries(own).map(([column, value]) => `${column} = ${value}`),
      `state = '${state}'`,
    ];
    return `update callbacks set ${all.join(', ')} where id = $1`;
  }

  const pairs = callbackStates.flatMap((from) => callbackStates.map((to) => [from, to] as const));

  test.each(pairs)('%s to %s', async (from, to) => {
    const { id, callId, other, attempt } = await itemIn(from);
    const statement = changes(to, ledger.ids.amy, ledger.ids.sue, attempt, callId, other);
    // A dialing item has its attempt; for the others one is made where the ledger would have let them.
    if (to === 'dialing' && from === 'claimed') {
      await ledger.query(
        `insert into attempts (id, callback_id, fence, user_id, device_id, number, not_after, created_at)
         values ($1, $2, 1, $3, $4, '+442079460001', now() + interval '60 seconds', now())`,
        [attempt, id, ledger.ids.amy, ledger.ids.amysPhone],
      );
    }
    if (to === 'open' && from === 'needs_human')
      await ledger.query("update callbacks set needs_reason = 'letters' where id = $1", [id]);
    if (from === to && ['returned', 'closed', 'merged'].includes(to)) {
      await ledger.query("update callbacks set note = 'later' where id = $1", [id]);
    } else if (steps[from]?.includes(to)) {
      await ledger.query(statement, [id]);
    } else {
      await expect(ledger.query(statement, [id])).rejects.toMatchObject({ code: 'RB004' });
      return;
    }
    expect(await ledger.query('select state from callbacks where id = $1', [id])).toEqual([{ state: to }]);
  });

  const refused = async (code: string, text: string, ...values: unknown[]) =>
    expect(ledger.query(text, values), text).rejects.toMatchObject({ code });

  test('keeps every row of the promise', async () => {
    const { id } = await itemIn('dialing');
    await ledger.query("insert into audit_log (at, action, subject) values (now(), 'x', 'y')");
    for (const table of ['callbacks', 'callback_calls', 'callback_events', 'audit_log', 'attempts']) {
      await refused('RB001', `delete from ${table}`);
      await refused('RB001', `truncate ${table} cascade`);
    }
    await refused('RB002', 'update callback_calls set callback_id = $1', id);
    await refused('RB002', "update callback_events set type = 'never'");
    await refused('RB002', "update audit_log set action = 'never'");
  });

  test('lets fences, misses and promises move one way only', async () => {
    const { id } = await itemIn('claimed');
    await refused('RB005', 'update callbacks set fence = fence - 1 where id = $1', id);
    await refused('RB005', 'update callbacks set misses = 0 where id = $1', id);
    await refused('RB005', "update callbacks set promised_at = promised_at + interval '1 day' where id = $1", id);
    await refused(
      'RB005',
      "update callbacks set latest_miss_at = latest_miss_at - interval '1 s', first_miss_at = first_miss_at - interval '1 s' where id = $1",
      id,
    );
    await refused('RB005', 'update callbacks set claimed_by = $2 where id = $1', id, ledger.ids.bob);
    await refused('23514', "update callbacks set lease_until = now() + interval '1 hour' where id = $1", id);
    const open = await itemIn('open');
    const skip = changes('claimed', ledger.ids.amy, ledger.ids.sue, '', 0, 0).replace(
      "fence + (state = 'open')::int",
      'fence + 2',
    );
    await refused('RB005', skip, open.id);
  });

  test('wants proof for returned, and a supervisor, a reason and a note for closed', async () => {
    const { id, callId, other } = await itemIn('open');
    const { amy, sue } = ledger.ids;
    await refused(
      'RB006',
      changes('returned', amy, sue, '', callId, other).replace(
        /\(select ended_at from call_talks[^)]*\)/,
        "now() + interval '1 day'",
      ),
      id,
    );
    const early = aTalkedCall({ caller: aNumber(), endedAt: ledger.clock.at - 60_000, talkedMs: 5_000 });
    const before = await recordCall(ledger.deps, ledger.ids.pbx, ledger.ids.boot, early);
    await refused('23514', changes('returned', amy, sue, '', before.callId, other), id);
    await refused('RB006', changes('closed', amy, amy, '', callId, other), id);
    await refused('23514', changes('closed', amy, sue, '', callId, other).replace("'said so'", "' '"), id);
    await refused('23514', changes('closed', amy, sue, '', callId, other).replace("'other'", "''"), id);
    await refused('23514', changes('merged', amy, sue, '', callId, id), id);
  });

  test('covers a call once, for ever, and only by a live item', async () => {
    const { id, callId } = await itemIn('returned');
    await refused('RB007', 'insert into callback_calls (call_id, callback_id, at) values ($1, $2, now())', callId, id);
    const live = await itemIn('open');
    const [covered] = await ledger.query<{ call_id: number }>(
      'select call_id from callback_calls where callback_id = $1',
      [live.other],
    );
    await refused(
      '23505',
      'insert into callback_calls (call_id, callback_id, at) values ($1, $2, now())',
      covered?.call_id,
      live.id,
    );
    await refused('23503', 'delete from calls where id = $1', covered?.call_id);
  });

  test('holds one live item per caller', async () => {
    const { id } = await itemIn('open');
    await refused(
      '23505',
      `insert into callbacks (site_id, origin, key, number, state, due_at, promised_at, first_miss_at, latest_miss_at, created_at, updated_at)
       select site_id, origin, key, number, 'open', due_at, due_at, first_miss_at, latest_miss_at, created_at, updated_at from callbacks where id = $1`,
      id,
    );
  });

  test('accepts an attempt only from who holds the item, for two minutes at most, and ends it once', async () => {
    const insert = (id: number, user: number, fence: number, seconds: number) =>
      ledger.query(
        `insert into attempts (id, callback_id, fence, user_id, device_id, number, not_after, created_at)
         values ($1, $2, $3, $4, $5, '+442079460001', now() + make_interval(secs => $6), now())`,
        [`x-${id}-${user}-${fence}-${seconds}`, id, fence, user, ledger.ids.amysPhone, seconds],
      );
    const { id } = await itemIn('claimed');
    await expect(insert(id, ledger.ids.bob, 1, 60)).rejects.toMatchObject({ code: 'RB008' });
    await expect(insert(id, ledger.ids.amy, 0, 60)).rejects.toMatchObject({ code: 'RB008' });
    await expect(insert(id, ledger.ids.amy, 1, 121)).rejects.toMatchObject({ code: '23514' });
    const { attempt } = await itemIn('dialing');
    await refused('RB008', "update attempts set not_after = now() + interval '1 minute' where id = $1", attempt);
    await ledger.query("update attempts set outcome = 'customer_busy', ended_at = now() where id = $1", [attempt]);
    await refused('RB008', "update attempts set outcome = 'reached' where id = $1", attempt);
  });

  test('erases a number without losing the row', async () => {
    const { id } = await itemIn('returned');
    await refused('RB002', "update callbacks set number = '+442079460002' where id = $1", id);
    await ledger.query('update callbacks set number = null, key = null where id = $1', [id]);
    const open = await itemIn('open');
    await refused('23514', 'update callbacks set number = null, key = null where id = $1', open.id);
    await refused('RB004', "update callbacks set settled_as = 'in_time' where id = $1", id);
    const dialed = await itemIn('dialing');
    await ledger.query("update attempts set outcome = 'cancelled', ended_at = now() where id = $1", [dialed.attempt]);
    const [{ number }] = (await ledger.query('select number from callbacks where id = $1', [dialed.id])) as [
      { number: string },
    ];
    await ledger.query("update attempts set number = '' where id = $1", [dialed.attempt]);
    await refused('23514', 'update callbacks set number = null, key = null where id = $1', dialed.id);
    expect(await ledger.query('select number from attempts where id = $1', [dialed.attempt])).toEqual([{ number: '' }]);
    // A live debt keeps the number it is owed to, until a person has ended it.
    expect(await ledger.query('select number from callbacks where id = $1', [dialed.id])).toEqual([{ number }]);
  });
});
