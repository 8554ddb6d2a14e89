import { randomUUID } from 'node:crypto';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createConnection, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { connectCommands } from '../../../pbx/actions/command-session.ts';
import type { AmiEvent } from '../../../pbx/ami/ami-event.ts';
import { createEventSession } from '../../../pbx/ami/event-session.ts';
import type { Quarantined } from '../../../pbx/ami/quarantined.ts';
import { seeded } from '../../../pbx/demo/chance.ts';
import { type DemoPbx, startDemoPbx } from '../../../pbx/demo/demo-pbx.ts';
import { readDemoSite } from '../../../pbx/demo/demo-site.ts';
import { eventually } from '../../support/eventually.ts';

const accounts = {
  events: { user: 'demo-events', secret: randomUUID() },
  actions: { user: 'demo-actions', secret: randomUUID() },
};
const log = { info() {}, warn() {} };
let recordingsDir: string;
let demo: DemoPbx;
let closing: (() => unknown)[];

beforeEach(async () => {
  closing = [];
  recordingsDir = await mkdtemp(path.join(tmpdir(), 'ringback-demo-'));
  demo = await startDemoPbx({ accounts, site: readDemoSite(), recordingsDir, random: seeded(3), pace: 20 });
  demo.control.pauseScenes();
});

afterEach(async () => {
  for (const close of closing) await close();
  await demo.stop();
  await rm(recordingsDir, { recursive: true, force: true });
});

async function listen() {
  const events: AmiEvent[] = [];
  const quarantined: Quarantined[] = [];
  const session = createEventSession({
    host: '127.0.0.1',
    port: demo.port,
    ...accounts.events,
    now: Date.now,
    random: seeded(1),
    onEvent: (event) => events.push(event),
    onQuarantine: (piece) => quarantined.push(piece),
    onState() {},
    log,
  });
  session.start();
  closing.push(() => session.stop());
  await eventually(() => expect(session.state.state).toBe('live'));
  const names = () => events.map(({ event }) => event);
  return { session, events, quarantined, names };
}

async function command() {
  const options = { host: '127.0.0.1', port: demo.port, ...accounts.actions, now: Date.now, random: seeded(2) };
  const commands = connectCommands({ ...options, onState() {}, log });
  closing.push(() => commands.stop());
  await eventually(() => expect(commands.state.state).toBe('live'));
  return commands;
}

/** A client that speaks for itself. */
async function raw(): Promise<{ socket: Socket; say(...lines: string[]): void; heard(): string }> {
  let text = '';
  const socket = createConnection(demo.port, '127.0.0.1');
  socket.setEncoding('utf8').on('data', (chunk: string) => {
    text += chunk;
  });
  socket.on('error', () => {});
  closing.push(() => socket.destroy());
  await eventually(() => expect(text).toBe('Asterisk Call Manager/11.0.0\r\n'));
  return { socket, say: (...lines) => socket.write(`${lines.join('\r\n')}\r\n\r\n`), heard: () => text };
}

function logIn(client: Awaited<ReturnType<typeof raw>>, who: 'events' | 'actions', ...more: string[]): void {
  client.say('Action: Login', `Username: ${accounts[who].user}`, `Secret: ${accounts[who].secret}`, ...more);
}

describe('the event session', () => {
  test('logs in, takes a whole snapshot in the middle of a talk, and quarantines nothing', async () => {
    const { session, names, quarantined, events } = await listen();
    const { id } = demo.control.placeCall({ caller: 'known', line: 'sales' });
    expect(demo.control.answer(id, 'PJSIP/1002')).toBe(true);
    demo.control.placeCall({ caller: 'withheld', line: 'support' });
    const snapshot = await session.snapshot();
    expect(snapshot.denied).toEqual([]);
    expect(snapshot.incomplete).toEqual([]);
    expect(snapshot.bootKey).toMatch(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/);
    const talking = snapshot.channels.filter(({ linkedid }) => linkedid === id);
    expect(talking).toHaveLength(2);
    expect(new Set(talking.map(({ bridgeId }) => bridgeId))).toEqual(new Set([snapshot.bridges[0]?.bridgeId]));
    expect(snapshot.queues).toEqual(['orders', 'sales', 'support']);
    expect(snapshot.entries).toMatchObject([{ queue: 'support', position: 1, callerNum: 'anonymous' }]);
    expect(snapshot.devices).toContainEqual({ device: 'PJSIP/1002', state: 'INUSE' });
    demo.control.hangUp(id);
    await eventually(() => expect(names()).toContain('AgentComplete'));
    expect(names()).toContain('FullyBooted');
    expect(quarantined).toEqual([]);
    expect(events.every(({ at }) => Math.abs(at - Date.now()) < 60_000)).toBe(true);
  });

  test('hears the first story soon after it came, by itself', async () => {
    demo.control.resumeScenes();
    const { names, quarantined } = await listen();
    await eventually(() => expect(names().filter((name) => name === 'Hangup').length).toBeGreaterThan(3), {
      withinMs: 15_000,
    });
    expect(quarantined).toEqual([]);
  });
});

describe('the command session', () => {
  const originate = (id: string, exten: string) => ({
    device: 'PJSIP/1001',
    context: 'ringback-callback',
    exten,
    channelId: id,
    timeoutMs: 20_000,
    callerId: { name: 'نرگس', number: '+441614960101' },
    variables: { __RB_ATTEMPT: id, __RB_NOT_AFTER: String(Math.floor(Date.now() / 1000) + 60) },
  });

  test('originates: agent first, customer second, both talk, and the recording is a WAV with sound', async () => {
    const { events, quarantined } = await listen();
    const commands = await command();
    const id = randomUUID();
    await commands.originate(originate(id, '+441614960101'));
    await eventually(() => expect(demo.control.phone('PJSIP/1001')?.talking?.id).toBe(id));
    const response = events.find(({ event }) => event === 'OriginateResponse');
    expect(response).toMatchObject({ response: 'Success', reason: 4, uniqueid: id });
    await eventually(() =>
      expect(demo.control.phone('PJSIP/1001')?.talking?.talkingSince).toBeLessThan(Date.now() - 300),
    );
    demo.control.putDown('PJSIP/1001');
    const end = await eventually(() => {
      const hangup = events.find((event) => event.event === 'Hangup' && event.chan.uniqueid === id);
      if (hangup?.event !== 'Hangup') throw new Error('still up');
      return hangup;
    });
    expect(end.chan.vars).toMatchObject({ RB_ATTEMPT: id, RB_RESULT: 'answer', DIALSTATUS: 'ANSWER' });
    const wav = await eventually(() => readFile(path.join(recordingsDir, end.chan.vars.RECFILE ?? '')));
    expect(wav.toString('latin1', 0, 4) + wav.toString('latin1', 8, 12)).toBe('RIFFWAVE');
    expect(wav.readUInt32LE(24)).toBe(8_000);
    expect(wav.length - 44).toBe(wav.readUInt32LE(40));
    expect(wav.length).toBeGreaterThan(4_000);
    expect(wav.subarray(44).some((byte) => byte !== 0)).toBe(true);
    expect(quarantined).toEqual([]);
  });

  test('hangs up, pauses a member, sets a variable, redirects; is refused where there is nothing', async () => {
    const { events, names } = await listen();
    const commands = await command();
    await commands.ping();
    await commands.queuePause({ interface: 'PJSIP/1002', paused: true, reason: 'lunch' });
    await eventually(() =>
      expect(events).toContainEqual(expect.objectContaining({ event: 'QueueMemberPause', paused: true })),
    );
    await commands.queueAdd({ interface: 'PJSIP/1002', queue: 'support', memberName: 'Ben' });
    await eventually(() =>
      expect(events).toContainEqual(
        expect.objectContaining({
          event: 'QueueMemberAdded',
          queue: 'support',
          interface: 'PJSIP/1002',
          dynamic: true,
        }),
      ),
    );
    await commands.queueRemove({ interface: 'PJSIP/1002', queue: 'support' });
    await eventually(() => expect(names()).toContain('QueueMemberRemoved'));
    await expect(commands.queueRemove({ interface: 'PJSIP/1002', queue: 'sales' })).rejects.toThrow();
    const { id } = demo.control.placeCall({ caller: 'known', line: 'sales', device: 'PJSIP/1001' });
    demo.control.pickUp('PJSIP/1001');
    const { channels } = await (await listen()).session.snapshot();
    const caller = channels.find(({ uniqueid }) => uniqueid === id)?.channel ?? '';
    await commands.setVar(caller, 'NOTE', 'x');
    await commands.redirect({ channel: caller, context: 'from-internal', exten: '1003', priority: 1 });
    expect(demo.control.list()).toMatchObject([{ id, ringing: ['PJSIP/1003'] }]);
    await commands.hangup(caller);
    await eventually(() => expect(names().filter((name) => name === 'Hangup')).toHaveLength(3));
    await expect(commands.hangup('PJSIP/none-00000000')).rejects.toThrow();
  });
});

test('a missed call leaves a recording of 44 bytes', async () => {
  const { events } = await listen();
  const { id } = demo.control.placeCall({ caller: 'known', line: 'sales' });
  demo.control.hangUp(id);
  const file = await eventually(() => {
    const end = events.find((event) => event.event === 'Hangup' && event.chan.uniqueid === id);
    expect(end).toBeDefined();
    return end?.event === 'Hangup' ? end.chan.vars.RECFILE : undefined;
  });
  expect(file).toMatch(/^\d{4}\/\d\d\/\d\d\/[\d.]+\.wav$/);
  await eventually(async () => expect(await readFile(path.join(recordingsDir, file ?? ''))).toHaveLength(44));
});

describe('the door', () => {
  test('lets nobody in with a wrong secret, and does nothing before a login', async () => {
    const client = await raw();
    client.say('Action: CoreShowChannels', 'ActionID: 1');
    await eventually(() =>
      expect(client.heard()).toContain('Response: Error\r\nActionID: 1\r\nMessage: Permission denied'),
    );
    client.say('Action: Login', `Username: ${accounts.events.user}`, 'Secret: ');
    await eventually(() => expect(client.heard()).toContain('Message: Authentication failed'));
    await eventually(() => expect(client.socket.readableEnded).toBe(true));
  });

  test('gives the events account no deeds and the actions account no events', async () => {
    const ears = await raw();
    logIn(ears, 'events');
    ears.say(
      'Action: Originate',
      'ActionID: 2',
      'Channel: PJSIP/1001',
      'Exten: 1002',
      'Context: from-internal',
      'Priority: 1',
    );
    await eventually(() => expect(ears.heard()).toContain('ActionID: 2\r\nMessage: Permission denied'));
    const hands = await raw();
    logIn(hands, 'actions');
    const { id } = demo.control.placeCall({ caller: 'known' });
    demo.control.hangUp(id);
    await eventually(() => expect(ears.heard()).toContain('Event: Hangup'));
    hands.say('Action: Ping', 'ActionID: 3');
    await eventually(() => expect(hands.heard()).toContain('Ping: Pong'));
    expect(hands.heard()).not.toContain('Event: Newchannel');
  });

  test('obeys Events, answers what it does not know, and says goodbye', async () => {
    const client = await raw();
    logIn(client, 'events', 'Events: off');
    await eventually(() => expect(client.heard()).toContain('Authentication accepted'));
    client.say('Action: FlyToTheMoon', 'ActionID: 4');
    await eventually(() =>
      expect(client.heard()).toContain('ActionID: 4\r\nMessage: Invalid/unknown command: FlyToTheMoon'),
    );
    demo.control.hangUp(demo.control.placeCall({ caller: 'known' }).id);
    client.say('Action: Events', 'ActionID: 5', 'EventMask: call,cdr');
    await eventually(() => expect(client.heard()).toContain('ActionID: 5\r\nEvents: On'));
    expect(client.heard()).not.toContain('Event: ');
    demo.control.hangUp(demo.control.placeCall({ caller: 'known', line: 'sales' }).id);
    await eventually(() => expect(client.heard()).toContain('Event: Cdr'));
    expect(client.heard()).not.toContain('Event: QueueCallerJoin');
    client.say('Action: Logoff', 'ActionID: 6');
    await eventually(() => expect(client.socket.readableEnded).toBe(true));
    expect(client.heard()).toContain('Response: Goodbye\r\nActionID: 6\r\nMessage: Thanks for all the fish.\r\n\r\n');
  });

  test('stops in good order: calls end, Shutdown is said, connections close, a second stop is harmless', async () => {
    const client = await raw();
    logIn(client, 'events');
    await eventually(() => expect(client.heard()).toContain('Event: FullyBooted'));
    const { id } = demo.control.placeCall({ caller: 'known', line: 'sales', device: 'PJSIP/1001' });
    demo.control.pickUp('PJSIP/1001');
    await Promise.all([demo.stop(), demo.stop()]);
    await eventually(() => expect(client.socket.readableEnded).toBe(true));
    const said = client.heard();
    expect(said.lastIndexOf('Event: Hangup')).toBeLessThan(said.indexOf('Event: Shutdown'));
    expect(said).toContain(`Uniqueid: ${id}`);
    expect(demo.control.list()).toEqual([]);
    const late = createConnection(demo.port, '127.0.0.1');
    closing.push(() => late.destroy());
    await new Promise<void>((resolve) => late.once('error', () => resolve()));
  });
});
