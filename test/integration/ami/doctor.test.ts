import { PassThrough } from 'node:stream';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { doctor } from '../../../server/cli/doctor.ts';
import { channel, event, type Lines } from '../../support/fake-ami/messages.ts';
import { type FakeAmi, startFakeAmi } from '../../support/fake-ami.ts';

/** A PBX without the functions that tell settings, and with a clock of its own. */
describe('ringback doctor and a PBX that tells little', () => {
  let pbx: FakeAmi;
  beforeEach(async () => {
    pbx = await startFakeAmi();
  });
  afterEach(() => pbx.close());

  async function examine(over: Record<string, string> = {}) {
    const out = new PassThrough();
    const account = { user: 'events', secret: 'right horse' };
    const env = {
      AMI_HOST: '127.0.0.1',
      AMI_PORT: String(pbx.port),
      AMI_EVENTS_USER: account.user,
      AMI_EVENTS_SECRET: account.secret,
      AMI_ACTIONS_USER: account.user,
      AMI_ACTIONS_SECRET: account.secret,
      ...over,
    };
    const code = await doctor([], out, out, env);
    return { code, text: String(out.read()) };
  }

  const vars = {
    QUEUESTATUS: '',
    DIALSTATUS: '',
    VMSTATUS: '',
    RB_CLOSED: '',
    'CALLERID(pres)': 'unavailable',
    RB_ATTEMPT: '',
    RB_RESULT: 'refused_no_attempt',
    RB_LEG: '',
    RB_REQUEST: '',
  };

  /** The test call as Asterisk 22 tells it, for an account that reads these classes. */
  function tellCalls(stamped: boolean): void {
    pbx.answer('Originate', ({ headers }) => {
      const id = headers.channelid?.[0] ?? '';
      const at: Lines = stamped ? [['Timestamp', '1795300869.912748']] : [];
      const half = (name: string, uniqueid: string, more: Lines = []) =>
        event(name, [
          ...at,
          ...channel({ channel: 'Local/000@ringback-callback-00000000;1', uniqueid, linkedid: id, vars }),
          ...more,
        ]);
      const gone: Lines = [
        ['Cause', '21'],
        ['Cause-txt', 'Call Rejected'],
      ];
      const marked: Lines = [
        ['UserEvent', 'RingbackAttempt'],
        ['Result', 'refused_no_attempt'],
      ];
      const told = [
        half('Newchannel', id),
        half('Newchannel', `${id}-2`),
        half('UserEvent', `${id}-2`, marked),
        half('Hangup', `${id}-2`, gone),
        half('Hangup', id, gone),
        event('OriginateResponse', [...at, ['Response', 'Failure'], ['Uniqueid', id]]),
      ];
      setImmediate(() => pbx.send(told.join('')));
      return accepted;
    });
  }

  const accepted: Lines = [
    ['Response', 'Success'],
    ['Message', 'Originate successfully queued'],
  ];

  const pong = (aheadMs: number) =>
    pbx.answer('Ping', () => [
      ['Response', 'Success'],
      ['Ping', 'Pong'],
      ['Timestamp', ((Date.now() + aheadMs) / 1000).toFixed(6)],
    ]);

  test('says what cannot be asked, with the line that would settle it, and calls nothing wrong', async () => {
    tellCalls(true);
    pong(0);
    pbx.manners.denied.add('Getvar');
    const { code, text } = await examine();
    expect(text).not.toContain('WRONG');
    expect(code).toBe(0);
    expect(text).toMatch(
      /\? {5}whether calls that nobody took leave a call record[^\n]*\n {6}cdr.conf, \[general\]: unanswered = yes/,
    );
    expect(text).toMatch(/\? {5}whether the PBX writes its event log[^\n]*\n {6}cel.conf, \[general\]: enable = yes/);
    expect(text).toContain('ok    events carry the channel variables');
  });

  test.each([
    [40_000, '40'],
    [-40_000, '-40'],
  ])('names a clock that is %i ms off', async (aheadMs) => {
    tellCalls(true);
    pong(aheadMs);
    const { code, text } = await examine();
    expect(code).toBe(1);
    const found = /WRONG the PBX's clock is (\d+) ms (ahead of|behind) ours/.exec(text);
    expect(Math.abs(Number(found?.[1]) - 40_000)).toBeLessThan(1_500);
    expect(found?.[2]).toBe(aheadMs > 0 ? 'ahead of' : 'behind');
    expect(text).toContain('NTP');
  });

  test('tells times that are missing from the events themselves', async () => {
    tellCalls(false);
    pong(0);
    expect((await examine()).text).toContain('WRONG events carry no time (timestampevents)');
  });

  test('tells events that do not come from the test call alone', async () => {
    pbx.answer('Originate', () => accepted);
    pong(0);
    const { text } = await examine();
    expect(text).toContain('WRONG the events account may not read: call');
    expect(text).toContain('[events]: read = call,agent,cdr,user,system');
  });

  test('says that nothing listens there, for both accounts', async () => {
    const { port } = pbx;
    await pbx.close();
    const { code, text } = await examine({ AMI_PORT: String(port) });
    expect(code).toBe(1);
    expect(text.match(/account cannot log in \(unreachable/g)).toHaveLength(2);
    pbx = await startFakeAmi();
  });
});
