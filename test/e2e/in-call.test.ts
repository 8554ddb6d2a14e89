import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { CallDetail, CallPage, CallRow, RecordingView } from '../../schema/contracts/calls.ts';
import type { Colleague } from '../../schema/contracts/in-call.ts';
import type { LiveCard } from '../../schema/contracts/live.ts';
import type { ApiClient } from '../support/api.ts';
import { asteriskAvailable } from '../support/asterisk.ts';
import { eventually } from '../support/eventually.ts';
import { canRun } from '../support/require.ts';
import type { SipCall } from '../support/sip/call.ts';
import type { IncomingCall } from '../support/sip/incoming-call.ts';
import type { OutgoingCall } from '../support/sip/outgoing-call.ts';
import type { SipPhone } from '../support/sip/phone.ts';
import { loudest } from '../support/wave.ts';
import { startHouse, type TestHouse } from './support/house.ts';
import { type LiveLine, openLiveLine } from './support/live-line.ts';

const direct = '+442079460111';
const group = '+442079460110';

/** What an agent does from the desk while a call rings and runs, on a real Asterisk with real SIP phones. */
describe.skipIf(!canRun('asterisk', asteriskAvailable()))('a call in the hands of an agent', () => {
  let house: TestHouse;
  let anna: ApiClient;
  let ben: ApiClient;
  let sofia: ApiClient;
  let trunk: SipPhone;
  let phones: Map<string, SipPhone>;
  const lines: LiveLine[] = [];

  beforeAll(async () => {
    house = await startHouse({ ringSeconds: 25, queueSeconds: 15 });
    anna = await house.as('anna');
    ben = await house.as('ben');
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
    for (const phone of phones.values()) phone.obeysNotify = false;
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

  const order = (client: ApiClient, card: Pick<LiveCard, 'id'>, what: string, body?: object) =>
    client.call('POST', `cards/${encodeURIComponent(card.id)}/${what}`, body);

  /** Both hear each other, and have done so for longer than the shortest talk that counts. */
  async function talk(one: SipCall, other: SipCall, forMs = 1_300): Promise<void> {
    await hears(one);
    await hears(other);
    const since = Date.now();
    await eventually(() => expect(Date.now() - since).toBeGreaterThan(forMs));
  }

  /** Sound goes on arriving. */
  async function hears(call: SipCall): Promise<void> {
    const before = call.media.receivedLoud;
    await eventually(() => expect(call.media.receivedLoud).toBeGreaterThan(before + 15));
  }

  /** Half a second of packets, none of them louder than silence; or no packet at all. */
  async function hearsNothing(call: SipCall): Promise<void> {
    await eventually(
      async () => {
        const before = call.media.receivedLoud;
        const since = Date.now();
        await eventually(() => expect(Date.now() - since).toBeGreaterThan(500));
        expect(call.media.receivedLoud).toBe(before);
      },
      { withinMs: 8_000 },
    );
  }

  async function logged(number: string, fits: (call: CallRow) => boolean = () => true): Promise<CallDetail> {
    const row = await eventually(
      async () => {
        const page = await sofia.call<CallPage>('GET', `calls?q=${encodeURIComponent(number)}`);
        expect(page.rows.filter(fits)).toHaveLength(1);
        return page.rows.find(fits) as CallRow;
      },
      { withinMs: 15_000 },
    );
    return sofia.call<CallDetail>('GET', `calls/${row.id}`);
  }

  interface InTalk {
    readonly screen: LiveLine;
    readonly call: OutgoingCall;
    readonly leg: IncomingCall;
    readonly card: LiveCard;
  }

  /** A customer rings Anna, who picks up; the screen shows the talk. */
  async function annaTalks(from: string): Promise<InTalk> {
    const screen = await screenOf(anna);
    const call = await trunk.call(direct, { from });
    const leg = await phone('1001').answerNext();
    await call.answered;
    const card = await screen.card(({ state, number }) => state === 'talking' && number === from);
    await talk(call, leg);
    return { screen, call, leg, card };
  }

  const parties = ({ talks }: CallDetail) => talks.map(({ party }) => party);

  test('a phone that obeys a NOTIFY is answered from the screen, and that is remembered', async () => {
    phone('1001').obeysNotify = true;
    const screen = await screenOf(anna);
    const call = await trunk.call(direct, { from: '+447700900201' });
    const card = await screen.card(({ state }) => state === 'ringing');
    expect(card.mayAccept).toBe(true);
    await order(anna, card, 'accept');
    await call.answered;
    await screen.card(({ state }) => state === 'talking');
    const leg = phone('1001').calls.at(-1) as IncomingCall;
    await talk(call, leg);

    await order(anna, card, 'hold', { on: true });
    await screen.card(({ hold }) => hold === 'phone');
    await hearsNothing(call);
    await order(anna, card, 'hold', { on: false });
    await eventually(() => expect(screen.cards.at(-1)).toMatchObject({ hold: 'none', state: 'talking' }));
    await hears(call);

    await order(anna, card, 'hangup');
    await call.ended;
    const detail = await logged('+447700900201');
    expect(detail).toMatchObject({ outcome: 'talked', reason: null });
    expect(parties(detail)).toEqual(['1001']);
    // Hold is part of the talk.
    expect(Math.abs(detail.talkedMs - ((call.endedAt ?? 0) - (call.answeredAt ?? 0)))).toBeLessThan(700);
  });

  test('a phone that does not obey goes on ringing, and the next card says to pick it up', async () => {
    const screen = await screenOf(ben);
    const call = await trunk.call(group, { from: '+447700900202' });
    const card = await screen.card(({ state }) => state === 'ringing');
    const refused = await ben.raw('POST', `cards/${encodeURIComponent(card.id)}/accept`);
    expect(refused.status).toBe(409);
    expect(await refused.json()).toMatchObject({ error: { code: 'pick-up-yourself' } });
    await eventually(() => expect(screen.cards.at(-1)).toMatchObject({ state: 'ringing', mayAccept: false }));
    const leg = await phone('1002').answerNext();
    await talk(call, leg);
    call.hangup();
    expect(await logged('+447700900202')).toMatchObject({ outcome: 'talked' });
  });

  test('a reject from the screen silences one phone of three; the others ring on and the caller is served', async () => {
    const screen = await screenOf(ben);
    const call = await trunk.call(group, { from: '+447700900203' });
    const others = [await phone('1001').nextCall(), await phone('1003').nextCall()];
    const mine = await phone('1002').nextCall();
    const card = await screen.card(({ state }) => state === 'ringing');
    await order(ben, card, 'reject');
    await mine.ended;
    await eventually(() => expect(screen.gone.at(-1)).toMatchObject({ id: card.id, why: 'declined' }));
    expect(others.map(({ ending }) => ending)).toEqual([null, null]);
    others[0]?.answer();
    await call.answered;
    await talk(call, others[0] as IncomingCall);
    call.hangup();
    const detail = await logged('+447700900203');
    expect(detail).toMatchObject({ outcome: 'talked', reason: null });
    expect(parties(detail)).toEqual(['1001']);
    expect(detail.offers.map(({ device, result }) => `${device} ${result}`).toSorted()).toEqual([
      'PJSIP/1001 answered',
      'PJSIP/1002 no_answer',
      'PJSIP/1003 lost',
    ]);
  });

  test('mute and silence both ways keep the talk one talk, and keys are heard by the customer', async () => {
    const { screen, call, leg, card } = await annaTalks('+447700900204');
    await order(anna, card, 'ticks', { item: 'Name and number read back', on: true });
    await order(anna, card, 'ticks', { item: 'never on any list', on: true });
    await order(anna, card, 'mute', { on: true });
    await screen.card(({ muted }) => muted);
    await hearsNothing(call);
    await hears(leg);
    await order(anna, card, 'mute', { on: false });
    await hears(call);

    await order(anna, card, 'key', { digit: '5' });
    await eventually(() => expect(call.media.receivedDigits).toBe('5'));
    expect(leg.media.receivedDigits).toBe('');

    call.hangup();
    const detail = await logged('+447700900204');
    expect(detail.talks).toHaveLength(1);
    await eventually(async () => {
      const { ticks } = await sofia.call<CallDetail>('GET', `calls/${detail.id}`);
      expect(ticks).toMatchObject([{ item: 'Name and number read back', person: { name: 'Anna Keller' } }]);
    });
    expect(screen.cards.at(-1)?.muted).toBe(false);
  });

  test('a call handed on without asking is served by the colleague', async () => {
    await screenOf(ben);
    const { screen, call, leg, card } = await annaTalks('+447700900205');
    const colleagues = await eventually(async () => {
      const found = await anna.call<Colleague[]>('GET', 'colleagues');
      expect(found.find(({ extension }) => extension === '1002')).toMatchObject({ state: 'ready' });
      return found;
    });
    expect(colleagues.some(({ extension }) => extension === '1001')).toBe(false);
    await order(anna, card, 'transfer', { extension: '1002', how: 'blind' });
    const taken = await phone('1002').answerNext();
    await leg.ended;
    await talk(call, taken);
    await eventually(() => expect(screen.cards.at(-1)).toMatchObject({ id: card.id, state: 'ended' }));
    call.hangup();
    const detail = await logged('+447700900205');
    expect(detail).toMatchObject({ outcome: 'talked', reason: null });
    expect(parties(detail)).toEqual(['1001', '1002']);
  });

  test('a colleague is asked first, sides are swapped, and the call goes over', async () => {
    const { screen, call, leg, card } = await annaTalks('+447700900206');
    await order(anna, card, 'transfer', { extension: '1002', how: 'ask' });
    const rung = await phone('1002').nextCall(8_000);
    const asking = await screen.card(({ consult }) => consult?.state === 'ringing');
    expect(asking).toMatchObject({ state: 'talking', aside: true, consult: { extension: '1002' } });
    expect(asking.talkingSince).toBe(card.talkingSince);
    rung.answer();
    await screen.card(({ consult, aside }) => consult?.state === 'talking' && aside);
    await hears(rung);

    await order(anna, card, 'consultation', { step: 'swap' });
    await eventually(() => {
      expect(screen.cards.at(-1)).toMatchObject({ aside: false, state: 'talking', consult: { state: 'talking' } });
    });
    await hears(call);
    await order(anna, card, 'consultation', { step: 'swap' });
    await eventually(() => expect(screen.cards.at(-1)).toMatchObject({ aside: true }));

    await order(anna, card, 'consultation', { step: 'complete' });
    await leg.ended;
    await talk(call, rung);
    await eventually(() => expect(screen.cards.at(-1)).toMatchObject({ id: card.id, state: 'ended' }));
    call.hangup();
    const detail = await logged('+447700900206');
    expect(detail).toMatchObject({ outcome: 'talked', reason: null });
    expect([...new Set(parties(detail))]).toEqual(['1001', '1002']);
  });

  test('a consultation that comes to nothing leaves the customer with the agent', async () => {
    const { screen, call, leg, card } = await annaTalks('+447700900207');
    await order(anna, card, 'transfer', { extension: '1002', how: 'ask' });
    const rung = await phone('1002').nextCall(8_000);
    await screen.card(({ consult }) => consult?.state === 'ringing');
    await order(anna, card, 'consultation', { step: 'back' });
    await rung.ended;
    await eventually(() =>
      expect(screen.cards.at(-1)).toMatchObject({ aside: false, consult: null, state: 'talking' }),
    );
    await hears(call);
    await order(anna, card, 'hangup');
    await call.ended;
    await leg.ended;
    const detail = await logged('+447700900207');
    expect(detail).toMatchObject({ outcome: 'talked', reason: null });
    expect([...new Set(parties(detail))]).toEqual(['1001']);
  });

  test('a paused recording holds silence there, and goes on by itself', async () => {
    const { screen, call, leg, card } = await annaTalks('+447700900209');
    expect(card.recording).toBe('on');
    await order(anna, card, 'recording', { paused: true, forS: 5 });
    const paused = await screen.card(({ recording }) => recording === 'paused');
    expect(paused.recordsAgainAt).not.toBeNull();
    await eventually(() => expect(screen.cards.at(-1)).toMatchObject({ recording: 'on', recordsAgainAt: null }), {
      withinMs: 12_000,
    });
    await talk(call, leg, 1_500);
    call.hangup();
    const { id } = await logged('+447700900209');
    const recording = await eventually(
      async () => {
        const { recordingList } = await sofia.call<CallDetail>('GET', `calls/${id}`);
        expect(recordingList).toMatchObject([{ state: 'ready' }]);
        return recordingList[0] as RecordingView;
      },
      { withinMs: 20_000 },
    );
    const [silence] = recording.muted;
    if (silence === undefined) throw new Error('No stretch is marked as paused');
    expect(silence.toMs - silence.fromMs).toBeGreaterThan(4_000);
    const wave = Buffer.from(await (await sofia.raw('GET', `recordings/${recording.id}/audio`)).arrayBuffer());
    // Half a second at each end is left to the moment an order takes to reach the PBX.
    expect(loudest(wave, silence.fromMs + 500, silence.toMs - 500)).toBe(0);
    expect(loudest(wave, 200, silence.fromMs - 300)).toBeGreaterThan(3_000);
    expect(loudest(wave, silence.toMs + 500, silence.toMs + 1_200)).toBeGreaterThan(3_000);
    const audit = await (await house.as('adam')).call<{ rows: { action: string; actor: { name: string } }[] }>(
      'GET',
      'audit',
    );
    expect(audit.rows.find(({ action }) => action === 'recording.paused')).toMatchObject({
      actor: { name: 'Anna Keller' },
    });
  });

  test("nobody acts on a colleague's call", async () => {
    const { call, card } = await annaTalks('+447700900208');
    for (const [what, body] of [
      ['mute', { on: true }],
      ['hold', { on: true }],
      ['key', { digit: '1' }],
      ['transfer', { extension: '1003', how: 'blind' }],
      ['consultation', { step: 'complete' }],
      ['recording', { paused: true }],
    ] as const) {
      const refused = await ben.raw('POST', `cards/${encodeURIComponent(card.id)}/${what}`, body);
      expect([what, refused.status]).toEqual([what, 409]);
    }
    await hears(call);
    call.hangup();
    expect(await logged('+447700900208')).toMatchObject({ outcome: 'talked' });
  });
});
