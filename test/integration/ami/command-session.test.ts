import { afterEach, describe, expect, test } from 'vitest';
import { CommandError } from '../../../pbx/actions/command-error.ts';
import { type CommandSession, type CommandState, connectCommands } from '../../../pbx/actions/command-session.ts';
import { eventually } from '../../support/eventually.ts';
import { channelEvent } from '../../support/fake-ami/messages.ts';
import { type FakeAmi, type FakeAmiOptions, startFakeAmi } from '../../support/fake-ami.ts';

let fake: FakeAmi;
let session: CommandSession;
let states: CommandState[];

afterEach(async () => {
  await session.stop();
  await fake.close();
});

async function connect(options: FakeAmiOptions = {}, secret = 'right horse'): Promise<void> {
  fake = await startFakeAmi(options);
  states = [];
  session = connectCommands({
    host: '127.0.0.1',
    port: fake.port,
    user: 'events',
    secret,
    now: Date.now,
    random: () => 0,
    onState: (state) => states.push(state),
    log: { info() {}, warn() {} },
    deadlines: { connectMs: 500, loginMs: 300, actionMs: 300, pingEveryMs: 100, refusedRetryMs: 60_000 },
  });
}

const live = () => eventually(() => expect(session.state.state).toBe('live'));
const codeOf = (command: Promise<void>) =>
  command.then(
    () => 'done',
    (error: unknown) => (error instanceof CommandError ? error.code : error),
  );

const call = {
  device: 'PJSIP/1001',
  context: 'ringback-dial',
  exten: '+441632960001',
  channelId: 'a7c1-0001',
  timeoutMs: 20_000,
  variables: { RB_ATTEMPT: 'a7c1-0001', RB_NOT_AFTER: '1763758999' },
};

describe('the command session', () => {
  test('logs in, turns events off and sends what it is asked to', async () => {
    await connect();
    await live();
    await session.originate(call);
    expect(fake.actions.map(({ name }) => name).slice(0, 3)).toEqual(['Login', 'Events', 'Originate']);
    expect(fake.loggedIn).toBe(0);
    const originate = fake.actions.find(({ name }) => name === 'Originate');
    expect(originate?.headers).toMatchObject({
      channel: ['PJSIP/1001'],
      exten: ['+441632960001'],
      channelid: ['a7c1-0001'],
      async: ['true'],
      timeout: ['20000'],
      variable: ['RB_ATTEMPT=a7c1-0001', 'RB_NOT_AFTER=1763758999'],
    });
    expect(originate?.headers.actionid?.[0]).toMatch(/^rb-[0-9a-f]{18}-[0-9]+$/);
  });

  test('sends nothing of a command it refuses', async () => {
    await connect();
    await live();
    const before = fake.actions.length;
    expect(await codeOf(session.originate({ ...call, exten: '1\r\n\r\nAction: Command' }))).toBe('invalid');
    expect(await codeOf(session.hangup('/.*/'))).toBe('invalid');
    await session.ping();
    expect(fake.actions.slice(before).every(({ name }) => name === 'Ping')).toBe(true);
  });

  test('tells a refusal from silence, and goes on after both', async () => {
    await connect();
    await live();
    fake.manners.denied.add('Hangup');
    expect(await codeOf(session.hangup('PJSIP/1001-00000001'))).toBe('refused');
    fake.manners.deafTo.add('Redirect');
    const redirect = { channel: 'PJSIP/1001-00000001', context: 'from-internal', exten: '1002' };
    expect(await codeOf(session.redirect(redirect))).toBe('timeout');
    expect(await codeOf(session.queuePause({ interface: 'PJSIP/1001', paused: true }))).toBe('done');
  });

  test('says why when its user or secret is wrong, and does not hammer', async () => {
    await connect({}, 'wrong horse');
    await eventually(() => expect(session.state).toMatchObject({ state: 'down', reason: 'refused' }));
    expect(await codeOf(session.ping())).toBe('offline');
    expect(fake.connections).toBe(1);
    expect(JSON.stringify(states)).not.toContain('wrong horse');
  });

  test('rejects what was under way when the link breaks, and connects anew on a fresh instance', async () => {
    await connect();
    await live();
    fake.manners.deafTo.add('Originate');
    const underWay = codeOf(session.originate(call));
    await eventually(() => expect(fake.actions.some(({ name }) => name === 'Originate')).toBe(true));
    fake.cut('Event: Newcha');
    expect(await underWay).toBe('closed');
    await eventually(() => expect(states.filter(({ state }) => state === 'live').length).toBe(2));
    expect(await codeOf(session.ping())).toBe('done');
  });

  test('drops a link that went dead', async () => {
    await connect();
    await live();
    fake.freeze();
    await eventually(() => expect(states.at(-1)).toMatchObject({ state: 'down' }), { withinMs: 3_000 });
  });

  test('drops a peer that sends a reply without end', async () => {
    await connect({ manners: { deafTo: new Set(['Events']) } });
    await eventually(() => expect(fake.loggedIn).toBe(1));
    fake.send(Buffer.alloc(2 * 1024 * 1024, 0x61));
    await eventually(() => expect(states.some(({ state }) => state === 'down')).toBe(true));
  });

  test('takes an event named like one of its own signals for what it is', async () => {
    await connect({ manners: { deafTo: new Set(['Events']) } });
    await eventually(() => expect(fake.loggedIn).toBe(1));
    for (const name of ['Close', 'Error', 'Connect', 'rawevent', '__proto__']) fake.send(channelEvent(name));
    fake.manners.deafTo.clear();
    await live();
    expect(await codeOf(session.ping())).toBe('done');
  });

  test('stops at once while it is still waiting for a login', async () => {
    await connect({ manners: { deafTo: new Set(['*']) } });
    await eventually(() => expect(fake.actions.length).toBe(1));
    const begun = performance.now();
    await session.stop();
    expect(performance.now() - begun).toBeLessThan(200);
    expect(session.state).toMatchObject({ state: 'down', reason: 'stopped' });
  });
});
