import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { Board, CallbackView, Claim } from '../../schema/contracts/callbacks.ts';
import type { CallDetail, CallPage, CallRow } from '../../schema/contracts/calls.ts';
import type { ContactDetail } from '../../schema/contracts/contacts.ts';
import type { AttemptView } from '../../schema/contracts/dial.ts';
import type { AgentPresence } from '../../schema/contracts/live.ts';
import type { ApiClient } from '../support/api.ts';
import { asteriskAvailable } from '../support/asterisk.ts';
import { eventually } from '../support/eventually.ts';
import { canRun } from '../support/require.ts';
import { projectRoot } from '../support/service.ts';
import type { SipCall } from '../support/sip/call.ts';
import type { SipPhone } from '../support/sip/phone.ts';
import { environmentOf, startHouse, type TestHouse } from './support/house.ts';
import { type LiveLine, openLiveLine } from './support/live-line.ts';

const line = {
  sales: '+442079460100',
  salesShort: '+442079460190',
  evening: '+442079460140',
  group: '+442079460110',
  direct: '+442079460111',
  directShort: '+442079460191',
};

/** A real Asterisk, real SIP phones, the built service: what each story must leave in the log and in the ledger. */
describe.skipIf(!canRun('asterisk', asteriskAvailable()))('stories on a real Asterisk', () => {
  let house: TestHouse;
  let anna: ApiClient;
  let sofia: ApiClient;
  let trunk: SipPhone;
  let phones: Map<string, SipPhone>;
  const lines: LiveLine[] = [];

  beforeAll(async () => {
    house = await startHouse({ ringSeconds: 5, queueSeconds: 15 });
    anna = await house.as('anna');
    sofia = await house.as('sofia');
    trunk = await house.pbx.trunk();
    phones = new Map();
    for (const extension of ['1001', '1002', '1003']) phones.set(extension, await house.pbx.phone(extension));
  });

  afterAll(async () => {
    await house?.stop();
  });

  afterEach(() => {
    for (const open of lines.splice(0)) open.close();
    for (const phone of phones.values()) phone.whenCalled = 'ring';
  });

  function phone(extension: string): SipPhone {
    const found = phones.get(extension);
    if (!found) throw new Error(`No phone ${extension}`);
    return found;
  }

  async function screenOf(client: ApiClient): Promise<LiveLine> {
    const open = await openLiveLine(house.service.url, client);
    lines.push(open);
    return open;
  }

  /** Both hear each other, for longer than the shortest talk that counts. */
  async function talk(call: SipCall, forMs = 1_300): Promise<void> {
    await eventually(() => {
      expect(call.media.hears(440)).toBeGreaterThan(0.5);
      expect(Date.now() - (call.answeredAt ?? Date.now())).toBeGreaterThan(forMs);
    });
  }

  /** The one logged call of this number that fits, once it is there. */
  function logged(number: string, fits: (call: CallRow) => boolean = () => true): Promise<CallRow> {
    return eventually(
      async () => {
        const page = await sofia.call<CallPage>('GET', `calls?q=${encodeURIComponent(number)}`);
        const found = page.rows.filter(fits);
        expect(found.map(({ outcome, reason }) => ({ outcome, reason }))).toHaveLength(1);
        return found[0] as CallRow;
      },
      { withinMs: 10_000 },
    );
  }

  function owed(number: string): Promise<CallbackView> {
    return eventually(async () => {
      const board = await sofia.call<Board>('GET', `board?filter=owed&q=${encodeURIComponent(number)}`);
      expect(board.rows).toHaveLength(1);
      return board.rows[0] as CallbackView;
    });
  }

  async function item(id: number): Promise<CallbackView> {
    return sofia.call<CallbackView>('GET', `callbacks/${id}`);
  }

  async function missOn(did: string, from: string): Promise<void> {
    const call = await trunk.call(did, { from });
    await call.ringing;
    call.hangup();
    await call.ended;
  }

  test('a direct call that is answered pops, is talked and is logged with its recording', async () => {
    const screen = await screenOf(anna);
    const call = await trunk.call(line.direct, { from: '+447700900123' });
    const ringing = await phone('1001').nextCall();
    const card = await screen.card(({ state }) => state === 'ringing');
    expect(card).toMatchObject({ number: '+447700900123', line: { key: 'anna' } });
    expect(card.matches[0]).toMatchObject({ reason: 'only_match', contact: { name: 'Olga Petrova' } });
    await ringing.answer();
    await call.answered;
    await screen.card(({ state }) => state === 'talking');
    await talk(call);
    call.hangup();
    await screen.card(({ state, callId }) => state === 'ended' && callId !== null, 10_000);
    const row = await logged('+447700900123');
    expect(row).toMatchObject({ outcome: 'talked', reason: null, contact: { name: 'Olga Petrova' } });
    expect(row.agents.map(({ name }) => name)).toEqual(['Anna Keller']);
    await eventually(
      async () => {
        const detail = await anna.call<CallDetail>('GET', `calls/${row.id}`);
        expect(detail.recordingList).toMatchObject([{ state: 'ready' }]);
      },
      { withinMs: 20_000 },
    );
  });

  test('a ring group answered by the second phone is one call and nothing is missed', async () => {
    const call = await trunk.call(line.group, { from: '+442079460301' });
    const [first, second, third] = [phone('1001').nextCall(), phone('1002').nextCall(), phone('1003').nextCall()];
    await Promise.all([first, third]);
    await (await second).answer();
    await call.answered;
    await talk(call);
    call.hangup();
    const row = await logged('+442079460301');
    expect(row).toMatchObject({ outcome: 'talked', callback: null });
    expect(row.agents.map(({ name }) => name)).toEqual(['Ben Okafor']);
    const detail = await sofia.call<CallDetail>('GET', `calls/${row.id}`);
    expect(detail.offers.map(({ device, result }) => `${device} ${result}`).sort()).toEqual([
      'PJSIP/1001 lost',
      'PJSIP/1002 answered',
      'PJSIP/1003 lost',
    ]);
  });

  test('a queue call that is answered leaves the other screens with the name of who took it', async () => {
    const screen = await screenOf(anna);
    const call = await trunk.call(line.sales, { from: '+442079460302' });
    const taken = await phone('1003').nextCall();
    await screen.card(({ state, number }) => state === 'ringing' && number === '+442079460302');
    await taken.answer();
    await eventually(() => expect(screen.gone).toMatchObject([{ why: 'answered_elsewhere', by: 'Carla Reyes' }]));
    await talk(call);
    call.hangup();
    expect(await logged('+442079460302')).toMatchObject({ outcome: 'talked', queue: 'sales' });
  });

  test('a caller who gives up in the queue is owed a call within two seconds', async () => {
    const call = await trunk.call(line.sales, { from: '+442079460303' });
    await phone('1001').nextCall();
    call.hangup();
    await call.ended;
    const endedAt = Date.now();
    const debt = await owed('+442079460303');
    expect(Date.now() - endedAt).toBeLessThan(2_000);
    expect(debt).toMatchObject({ state: 'open', misses: 1, missedReason: 'abandoned_waiting' });
  });

  test('a queue with nobody in refuses the caller, who is owed a call', async () => {
    const call = await trunk.call(line.evening, { from: '+442079460304' });
    await call.ended;
    expect(await logged('+442079460304')).toMatchObject({ outcome: 'missed', reason: 'queue_refused' });
    expect(await owed('+442079460304')).toMatchObject({ state: 'open' });
  });

  test('a missed call from a withheld number waits for a person', async () => {
    const call = await trunk.call(line.directShort, {
      from: 'anonymous',
      fromName: 'Anonymous',
      fromHost: 'anonymous.invalid',
    });
    await call.ended;
    await eventually(async () => {
      const board = await sofia.call<Board>('GET', 'board?filter=needs_human');
      expect(board.rows).toMatchObject([{ state: 'needs_human', number: null, needsReason: 'withheld' }]);
    });
  });

  test('an unknown number saved from the card takes its earlier calls with it', async () => {
    await missOn(line.direct, '+442079460305');
    const row = await logged('+442079460305');
    expect(row.contact).toBeNull();
    const phones = [{ number: '+442079460305' }];
    const contact = await anna.call<ContactDetail>('POST', 'contacts', { name: 'Tamar Beridze', phones });
    expect((await logged('+442079460305')).contact).toMatchObject({ id: contact.id, name: 'Tamar Beridze' });
    expect(await owed('+442079460305')).toMatchObject({ contact: { name: 'Tamar Beridze' } });
  });

  test('the same caller missed three times is one item that covers three, returned when they call again and are served', async () => {
    for (let miss = 1; miss <= 3; miss += 1) {
      await missOn(line.direct, '+442079460306');
      await eventually(async () => expect((await owed('+442079460306')).misses).toBe(miss));
    }
    const debt = await owed('+442079460306');
    const call = await trunk.call(line.direct, { from: '+442079460306' });
    await phone('1001').answerNext();
    await talk(call);
    call.hangup();
    await eventually(async () => {
      expect(await item(debt.id)).toMatchObject({ state: 'returned', settledAs: 'called_again', misses: 3 });
    });
  });

  test('a call dialled on the desk phone pops too', async () => {
    const screen = await screenOf(anna);
    trunk.whenCalled = 'ring';
    const incoming = trunk.nextCall();
    const call = await phone('1001').call('07700900789');
    const card = await screen.card(({ direction, number }) => direction === 'outbound' && number !== null);
    expect(card).toMatchObject({ state: 'dialing', number: '+447700900789' });
    expect(card.matches[0]?.contact.name).toBe('Nino Meskhi');
    await (await incoming).answer();
    await call.answered;
    await screen.card(({ state }) => state === 'talking');
    await talk(call);
    call.hangup();
    expect(await logged('+447700900789')).toMatchObject({ direction: 'outbound', outcome: 'talked' });
  });

  /** Claims the debt of this number and calls it back. */
  async function callBack(number: string): Promise<{ readonly debt: CallbackView; readonly attempt: AttemptView }> {
    const debt = await owed(number);
    const claim = await anna.call<Claim>('POST', `callbacks/${debt.id}/claim`);
    const attempt = await anna.call<AttemptView>('POST', `callbacks/${debt.id}/dial`, { fence: claim.fence });
    return { debt, attempt };
  }

  test('a callback that the agent rejects is no try at the customer', async () => {
    await missOn(line.direct, '+442079460307');
    phone('1001').whenCalled = { reject: 486 };
    const { debt } = await callBack('+442079460307');
    await eventually(
      async () =>
        expect(await item(debt.id)).toMatchObject({
          state: 'open',
          tries: 0,
          lastTry: { outcome: 'agent_no_answer' },
        }),
      { withinMs: 10_000 },
    );
  });

  test('a callback whose agent does not pick up is no try at the customer', async () => {
    await missOn(line.direct, '+442079460312');
    const rung = phone('1001').nextCall();
    const { debt } = await callBack('+442079460312');
    const ringing = await rung;
    // Nobody touches the phone: the order's own time runs out.
    await eventually(
      async () =>
        expect(await item(debt.id)).toMatchObject({ state: 'open', tries: 0, lastTry: { outcome: 'agent_no_answer' } }),
      { withinMs: 45_000, everyMs: 500 },
    );
    expect(ringing.answeredAt).toBeNull();
  });

  test('a callback to a busy customer is counted and tried again later', async () => {
    await missOn(line.direct, '+442079460308');
    trunk.whenCalled = { reject: 486 };
    const { debt } = await callBack('+442079460308');
    await phone('1001').answerNext();
    await eventually(
      async () =>
        expect(await item(debt.id)).toMatchObject({ state: 'open', tries: 1, lastTry: { outcome: 'customer_busy' } }),
      { withinMs: 10_000 },
    );
    expect((await item(debt.id)).dueAt).toBeGreaterThan(Date.now() + 10 * 60_000);
    trunk.whenCalled = 'ring';
  });

  test('a call rejected from the screen stops my phone only, and the others ring on', async () => {
    const screen = await screenOf(anna);
    const call = await trunk.call(line.group, { from: '+442079460310' });
    const mine = await phone('1001').nextCall();
    const theirs = await phone('1002').nextCall();
    const card = await screen.card(({ state }) => state === 'ringing');
    await anna.call('POST', `cards/${encodeURIComponent(card.id)}/reject`);
    await mine.ended;
    await eventually(() => expect(screen.gone).toMatchObject([{ why: 'declined' }]));
    expect(theirs.ending).toBeNull();
    theirs.answer();
    await talk(call);
    call.hangup();
    expect(await logged('+442079460310')).toMatchObject({ outcome: 'talked' });
  });

  test('a callback cancelled while my own phone rings is no try', async () => {
    await missOn(line.direct, '+442079460311');
    const rung = phone('1001').nextCall();
    const { debt, attempt } = await callBack('+442079460311');
    const ringing = await rung;
    await anna.call('POST', `attempts/${attempt.id}/hangup`);
    await ringing.ended;
    await eventually(async () =>
      expect(await item(debt.id)).toMatchObject({ state: 'open', tries: 0, lastTry: { outcome: 'cancelled' } }),
    );
  });

  test('a forged frame in the caller number changes no other call', async () => {
    const call = await trunk.call(line.direct, { from: '+442079460309' });
    const ringing = await phone('1001').nextCall();
    const victim = (await sofia.call<CallPage>('GET', 'calls?limit=1')).rows[0]?.id;
    const forged = '+44%0d%0a%0d%0aEvent%3a%20Hangup%0d%0aUniqueid%3a%201';
    const attack = await trunk.call('+442079460198', { from: forged });
    attack.hangup();
    await ringing.answer();
    await talk(call);
    call.hangup();
    expect(await logged('+442079460309')).toMatchObject({ outcome: 'talked' });
    expect(victim).toBeDefined();
    const health = await (await fetch(`${house.service.url}/health/deep`)).text();
    expect(health).toMatch(/[1-9][0-9]* set aside/);
  });

  test('a phone that leaves shows its agent as unreachable to the supervisor, until it is back', async () => {
    await screenOf(await house.as('ben'));
    const stateOf = async (name: string) => {
      const agents = await sofia.call<AgentPresence[]>('GET', 'agents');
      return agents.find(({ user }) => user.name === name)?.state;
    };
    await eventually(async () => expect(await stateOf('Ben Okafor')).toBe('ready'));
    await phone('1002').unregister();
    await eventually(async () => expect(await stateOf('Ben Okafor')).toBe('unreachable'));
  });

  test('ringback audit finds every promise kept', async () => {
    const { stdout } = await promisify(execFile)(process.execPath, ['bin/ringback.js', 'audit'], {
      cwd: projectRoot,
      env: { ...process.env, RINGBACK_DATA_DIR: house.service.dataDir },
    });
    expect(stdout).toMatch(/^S1 {2}0 .*\nS2 {2}0 .*\nS3 {2}0 .*\nS4 {2}0 .*\nS5 {2}0 .*\nS6 {2}0 /);
  });

  test('ringback doctor finds the development PBX well', async () => {
    const { stdout } = await promisify(execFile)(process.execPath, ['bin/ringback.js', 'doctor'], {
      cwd: projectRoot,
      env: { ...process.env, ...environmentOf(house.pbx) },
    });
    expect(stdout).not.toContain('WRONG');
    expect(stdout).toContain('a call without our mark is refused by it');
  });

  test('after all this the ledger keeps every promise', async () => {
    const deep = (await (await fetch(`${house.service.url}/health/deep`)).json()) as {
      checks: { name: string; ok: boolean }[];
    };
    expect(deep.checks.filter(({ ok }) => !ok)).toEqual([]);
  });
});
