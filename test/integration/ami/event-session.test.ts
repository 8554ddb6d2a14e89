import { afterEach, describe, expect, test } from 'vitest';
import type { AmiEvent } from '../../../pbx/ami/ami-event.ts';
import { createEventSession } from '../../../pbx/ami/event-session.ts';
import type { Quarantined } from '../../../pbx/ami/quarantined.ts';
import type { Deadlines, EventSession, EventSessionOptions, SessionState } from '../../../pbx/ami/session-types.ts';
import { eventually } from '../../support/eventually.ts';
import { certificate } from '../../support/fake-ami/certificate.ts';
import { channelEvent, event, hangup } from '../../support/fake-ami/messages.ts';
import { type FakeAmi, type FakeAmiOptions, startFakeAmi } from '../../support/fake-ami.ts';

let fake: FakeAmi;
let session: EventSession;
let events: AmiEvent[];
let quarantined: Quarantined[];
let states: SessionState[];
let warnings: string[];

afterEach(async () => {
  await session.stop();
  await fake.close();
});

const quick: Partial<Deadlines> = {
  connectMs: 500,
  loginMs: 300,
  actionMs: 300,
  pingEveryMs: 100,
  retryBaseMs: 50,
  retryCapMs: 200,
  refusedRetryMs: 60_000,
};

async function begin(
  options: FakeAmiOptions & { session?: Partial<EventSessionOptions>; deadlines?: Partial<Deadlines> } = {},
): Promise<void> {
  fake = await startFakeAmi(options);
  events = [];
  quarantined = [];
  states = [];
  warnings = [];
  session = createEventSession({
    host: '127.0.0.1',
    port: fake.port,
    user: 'events',
    secret: 'right horse',
    now: () => 1_763_758_888_000,
    random: () => 0.5,
    onEvent: (found) => events.push(found),
    onQuarantine: (piece) => quarantined.push(piece),
    onState: (state) => states.push(state),
    log: { info() {}, warn: (_fields, sentence) => warnings.push(sentence) },
    deadlines: { ...quick, ...options.deadlines },
    ...options.session,
  });
  session.start();
}

const live = () => eventually(() => expect(session.state.state).toBe('live'));
const names = () => events.map((found) => found.event).filter((name) => name !== 'FullyBooted');

describe('the event session', () => {
  test('logs in and hands on what happens, in order', async () => {
    await begin();
    await live();
    expect(session.state).toMatchObject({ state: 'live', banner: 'Asterisk Call Manager/11.0.0' });
    expect(fake.actions[0]).toMatchObject({ name: 'Login', headers: { username: ['events'], events: ['on'] } });
    fake.send(channelEvent('Newchannel') + channelEvent('Newexten') + channelEvent('Newstate') + hangup());
    await eventually(() => expect(names()).toEqual(['Newchannel', 'Newstate', 'Hangup']));
    expect(quarantined).toEqual([]);
  });

  test("takes the PBX's own clock where there is one, else ours", async () => {
    await begin();
    await live();
    fake.send(channelEvent('Newchannel').replace('Channel:', 'Timestamp: 1763758999.123456\r\nChannel:'));
    fake.send(channelEvent('Newstate'));
    await eventually(() => expect(names().length).toBe(2));
    expect(events.filter((found) => found.event !== 'FullyBooted').map(({ at }) => at)).toEqual([
      1_763_758_999_123, 1_763_758_888_000,
    ]);
  });

  test('starts anew after a cut in the middle of a message; the half is not applied', async () => {
    await begin();
    await live();
    fake.cut(hangup().slice(0, 200));
    await eventually(() => expect(states.filter(({ state }) => state === 'live').length).toBe(2));
    expect(states.map(({ state }) => state)).toEqual(['connecting', 'live', 'down', 'connecting', 'live']);
    fake.send(channelEvent('Newchannel', { uniqueid: '1763758999.5' }));
    await eventually(() => expect(names()).toEqual(['Newchannel']));
    expect(quarantined).toEqual([]);
  });

  test('says that its login is refused, without the secret, and does not hammer', async () => {
    await begin({ session: { secret: 'wrong horse' } });
    await eventually(() => expect(session.state).toMatchObject({ state: 'down', reason: 'refused' }));
    expect(session.state).toMatchObject({ detail: expect.stringContaining('Authentication failed') });
    expect(JSON.stringify(states) + JSON.stringify(warnings)).not.toContain('wrong horse');
    expect(fake.connections).toBe(1);
    await expect(session.snapshot()).rejects.toMatchObject({ code: 'closed' });
  });

  test('gives up a login that is never answered, and tries again', async () => {
    await begin({ manners: { deafTo: new Set(['*']) } });
    await eventually(() => expect(session.state).toMatchObject({ state: 'down', reason: 'timeout' }));
    fake.manners.deafTo.clear();
    await live();
  });

  test('comes back when a door that was slammed opens', async () => {
    await begin({ manners: { slamDoor: true } });
    await eventually(() => expect(fake.connections).toBeGreaterThan(2));
    fake.manners.slamDoor = false;
    await live();
  });

  test('says that nobody is there', async () => {
    await begin();
    await live();
    const gone = fake;
    await gone.close();
    await eventually(() => expect(states.at(-1)).toMatchObject({ state: 'down', reason: 'unreachable' }));
    fake = await startFakeAmi();
  });

  test('drops a link that went dead after two unanswered pings', async () => {
    await begin();
    await live();
    fake.freeze();
    const frozenAt = performance.now();
    await eventually(() => expect(states.some((s) => s.state === 'down' && s.reason === 'dead-link')).toBe(true));
    // Three intervals at most: 15 s with the usual ones.
    expect(performance.now() - frozenAt).toBeLessThan(3 * 100 + 150);
  });

  test('keeps a link whose pings go unanswered while events come in', async () => {
    await begin({ manners: { deafTo: new Set(['Ping']) } });
    await live();
    for (let i = 0; i < 8; i++) {
      const pings = fake.actions.filter(({ name }) => name === 'Ping').length;
      fake.send(channelEvent('Newstate'));
      await eventually(() => expect(fake.actions.filter(({ name }) => name === 'Ping').length).toBe(pings + 1));
      fake.send(channelEvent('Newstate'));
    }
    expect(session.state.state).toBe('live');
  });

  test('goes on after a handler that throws, and sets the event aside', async () => {
    let angry = true;
    await begin({
      session: {
        onEvent(found) {
          if (found.event === 'Newstate' && angry) throw new Error('no');
          events.push(found);
        },
      },
    });
    await live();
    fake.send(channelEvent('Newstate') + hangup());
    await eventually(() => expect(names()).toEqual(['Hangup']));
    expect(quarantined).toMatchObject([{ reason: 'handler-failed', name: 'Newstate' }]);
    angry = false;
  });

  test('drains a flood', async () => {
    await begin();
    await live();
    const burst =
      channelEvent('Newstate') +
      channelEvent('Newexten') +
      channelEvent('VarSet', {}, [
        ['Variable', 'x'],
        ['Value', 'y'],
      ]);
    for (let i = 0; i < 50; i++) fake.send(burst.repeat(100));
    await eventually(() => expect(names().length).toBe(5_000), { withinMs: 5_000 });
    expect(session.state.state).toBe('live');
  });

  test('speaks TLS to a PBX whose certificate it was given, and to no other', async (context) => {
    const made = certificate();
    if (!made) {
      await begin();
      return context.skip('needs openssl to make a certificate');
    }
    const { key, cert } = made;
    await begin({ tls: { key, cert }, session: { host: 'localhost', tls: { ca: cert } } });
    await live();
    await session.stop();
    await fake.close();
    await begin({ tls: { key, cert }, session: { host: 'localhost', tls: {} } });
    await eventually(() => expect(states.at(-1)).toMatchObject({ state: 'down', reason: 'unreachable' }));
  });

  test('stops for good: no connection, no retry', async () => {
    await begin();
    await live();
    await session.stop();
    expect(session.state).toMatchObject({ state: 'down', reason: 'stopped' });
    await eventually(() => expect(fake.loggedIn).toBe(0));
    expect(fake.actions.at(-1)?.name).toBe('Logoff');
    expect(fake.connections).toBe(1);
  });
});

describe('stopping', () => {
  const stopsAtOnce = async () => {
    const begun = performance.now();
    await Promise.all([session.stop(), session.stop()]);
    expect(performance.now() - begun).toBeLessThan(250);
    expect(session.state).toMatchObject({ state: 'down', reason: 'stopped' });
  };

  test('before the login is answered', async () => {
    await begin({ manners: { deafTo: new Set(['*']) }, deadlines: { loginMs: 60_000 } });
    await eventually(() => expect(fake.actions.length).toBe(1));
    // A peer that does not answer does not close either: the socket is destroyed after a moment.
    await session.stop();
    expect(session.state).toMatchObject({ state: 'down', reason: 'stopped' });
  });

  test('while it waits to try again', async () => {
    await begin({ manners: { refuseLogin: true } });
    await eventually(() => expect(session.state).toMatchObject({ reason: 'refused' }));
    await stopsAtOnce();
  });

  test('while it connects', async () => {
    await begin();
    await stopsAtOnce();
  });
});

describe('a snapshot', () => {
  test('tells channels, bridges, queues, devices and which life of the PBX this is', async () => {
    await begin();
    await live();
    fake.pbx.channels.push(
      { channel: 'PJSIP/trunk-00000001', uniqueid: '1763758888.1', bridgeId: 'b-1', state: 'Up' },
      { channel: 'PJSIP/1001-00000002', uniqueid: '1763758889.2', linkedid: '1763758888.1', bridgeId: 'b-1' },
    );
    fake.pbx.bridges.push('b-1');
    fake.pbx.devices['PJSIP/1001'] = 'INUSE';
    fake.pbx.queues.push({
      name: 'sales',
      members: [
        [
          ['Name', 'Alice'],
          ['Location', 'PJSIP/1001'],
          ['StateInterface', 'PJSIP/1001'],
          ['Status', '2'],
          ['Paused', '1'],
          ['PausedReason', 'lunch'],
        ],
      ],
      entries: [
        [
          ['Position', '1'],
          ['Channel', 'PJSIP/trunk-00000003'],
          ['Uniqueid', '1763758890.3'],
          ['CallerIDNum', 'unknown'],
          ['CallerIDName', 'unknown'],
          ['Wait', '7'],
        ],
      ],
    });
    expect(await session.snapshot()).toMatchObject({
      bootKey: '2026-11-21 08:00:00',
      channels: [
        { uniqueid: '1763758888.1', state: 'Up', bridgeId: 'b-1', durationMs: 65_000 },
        { uniqueid: '1763758889.2', linkedid: '1763758888.1', bridgeId: 'b-1' },
      ],
      bridges: [{ bridgeId: 'b-1', bridgeType: 'basic' }],
      queues: ['sales'],
      members: [{ queue: 'sales', interface: 'PJSIP/1001', memberName: 'Alice', paused: true, status: 2 }],
      entries: [{ queue: 'sales', uniqueid: '1763758890.3', callerNum: null, waitMs: 7_000, position: 1 }],
      devices: [{ device: 'PJSIP/1001', state: 'INUSE' }],
      denied: [],
      unavailable: [],
      incomplete: [],
    });
  });

  test('does not take live events for entries, nor entries for news', async () => {
    await begin();
    await live();
    fake.pbx.devices['PJSIP/1001'] = 'INUSE';
    fake.manners.delayMs = 30;
    const asked = session.snapshot();
    for (let i = 0; i < 5; i++) {
      const lines = [
        ['Device', 'PJSIP/1002'],
        ['State', 'RINGING'],
      ] as const;
      fake.send(event('DeviceStateChange', lines));
      await new Promise((resolve) => setImmediate(resolve));
    }
    expect((await asked).devices).toEqual([{ device: 'PJSIP/1001', state: 'INUSE' }]);
    await eventually(() => expect(names()).toEqual(Array(5).fill('DeviceStateChange')));
  });

  test('names what the account may not ask', async () => {
    await begin({ manners: { denied: new Set(['CoreStatus', 'DeviceStateList']) } });
    await live();
    expect(await session.snapshot()).toMatchObject({ bootKey: null, denied: ['CoreStatus', 'DeviceStateList'] });
    fake.manners.denied.clear();
    fake.answer('BridgeList', () => [
      ['Response', 'Error'],
      ['Message', 'Invalid/unknown command: BridgeList. Use Action: ListCommands to show available commands.'],
    ]);
    expect(await session.snapshot()).toMatchObject({ denied: [], unavailable: ['BridgeList'] });
    expect(warnings).toContain('The PBX does not tell all we ask.');
  });

  test('says when an entry was cut by a caller with line breaks in his number', async () => {
    await begin();
    await live();
    fake.pbx.channels.push(
      { callerNum: '1\r\n\r\nEvent: CoreShowChannel\r\nChannel: x' },
      { uniqueid: '1763758889.2' },
    );
    expect(await session.snapshot()).toMatchObject({
      channels: [{ uniqueid: '1763758889.2' }],
      incomplete: ['CoreShowChannels'],
    });
  });

  test('fails when the link goes away or the PBX does not answer', async () => {
    await begin();
    await live();
    fake.manners.deafTo.add('QueueStatus');
    await expect(session.snapshot()).rejects.toMatchObject({ code: 'timeout' });
    const asked = session.snapshot();
    fake.cut();
    await expect(asked).rejects.toMatchObject({ code: 'closed' });
  });
});
