import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Board, CallbackDetail, CallbackView } from '../../schema/contracts/callbacks.ts';
import type { ApiClient } from '../support/api.ts';
import { asteriskAvailable } from '../support/asterisk.ts';
import { eventually } from '../support/eventually.ts';
import { canRun } from '../support/require.ts';
import { within } from '../support/sip/deadline.ts';
import type { SipPhone } from '../support/sip/phone.ts';
import { wait } from '../support/traces/stage.ts';
import { startHouse, type TestHouse } from './support/house.ts';

const sales = '+442079460100';
const patient = '+447700900131';
const hasty = '+447700900132';

/** A real Asterisk, real SIP phones, the built service: who presses 1 keeps the place in line. */
describe.skipIf(!canRun('asterisk', asteriskAvailable()))('a caller who presses 1 in a queue', () => {
  let house: TestHouse;
  let sofia: ApiClient;
  let trunk: SipPhone;
  let phone: SipPhone;
  beforeAll(async () => {
    house = await startHouse({ ringSeconds: 3, queueSeconds: 20 });
    sofia = await house.as('sofia');
    trunk = await house.pbx.trunk();
    phone = await house.pbx.phone('1001');
  });
  afterAll(async () => {
    await phone?.unregister();
    await house?.stop();
  });

  const owed = (number: string): Promise<CallbackView> =>
    eventually(
      async () => {
        const { rows } = await sofia.call<Board>('GET', `board?filter=owed&q=${encodeURIComponent(number)}`);
        expect(rows).toHaveLength(1);
        return rows[0] as CallbackView;
      },
      { withinMs: 10_000 },
    );

  test('is owed a call by when the wait began, and is called before who was missed meanwhile', async () => {
    const joinedAt = Date.now();
    const first = await trunk.call(sales, { from: patient });
    await phone.nextCall();
    await wait(2_500);
    const second = await trunk.call(sales, { from: hasty });
    await wait(1_000);
    second.hangup();
    await within(second.ended, 5_000, 'the end of who did not wait');
    const missed = await owed(hasty);
    await first.media.sendDigits('1');
    await within(first.ended, 5_000, 'the end of who asked');
    const asked = await owed(patient);
    expect([asked.origin, asked.state, asked.misses, asked.line?.key]).toEqual(['requested', 'open', 1, 'sales']);
    expect(Math.abs(asked.firstMissAt - joinedAt)).toBeLessThan(1_500);
    expect(missed.origin).toBe('missed_call');
    expect(missed.firstMissAt).toBeGreaterThan(asked.firstMissAt + 2_000);
    expect(asked.dueAt).toBeLessThan(missed.dueAt);
    const { events, covers } = await sofia.call<CallbackDetail>('GET', `callbacks/${asked.id}`);
    expect(events.map(({ type, detail }) => [type, detail.via])).toEqual([
      ['opened', 'phone'],
      ['joined', 'phone'],
    ]);
    expect(covers).toMatchObject([{ reason: 'abandoned_waiting' }]);
    // In the order of work the wish stands before the call that was missed after its caller began to wait.
    const board = await sofia.call<Board>('GET', 'board?filter=owed');
    const order = board.rows.map(({ id }) => id).filter((id) => id === asked.id || id === missed.id);
    expect(order).toEqual([asked.id, missed.id]);
    const deep = (await (await fetch(`${house.service.url}/health/deep`)).json()) as {
      checks: { name: string; ok: boolean }[];
    };
    expect(deep.checks.filter(({ ok }) => !ok)).toEqual([]);
  });
});
