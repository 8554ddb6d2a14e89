import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { asteriskAvailable, startAsterisk, type TestAsterisk } from '../support/asterisk.ts';
import { eventually } from '../support/eventually.ts';
import { canRun } from '../support/require.ts';
import type { SipCall } from '../support/sip/call.ts';
import { within } from '../support/sip/deadline.ts';
import { SipPhone } from '../support/sip/phone.ts';

const anna = '+442079460111';
const group = '+442079460110';
const customer = '+447700900123';

describe.skipIf(!canRun('asterisk', asteriskAvailable()))('test phones on a real Asterisk', () => {
  let pbx: TestAsterisk;
  let trunk: SipPhone;
  let phone: SipPhone;

  beforeAll(async () => {
    pbx = await startAsterisk({ ringSeconds: 5, queueSeconds: 5 });
    trunk = await pbx.trunk();
    phone = await pbx.phone('1001');
  });
  afterAll(async () => {
    await pbx.stop();
  });
  afterEach(async () => {
    for (const call of [...trunk.calls, ...phone.calls]) call.hangup();
    await eventually(async () => expect(await pbx.console('core show channels count')).toMatch(/^0 active channels/m));
    phone.whenCalled = 'ring';
  });

  /** Both parties hear each other: only then do both legs stand in the bridge, and a transfer can be asked for. */
  async function connected(): Promise<[customer: SipCall, agent: SipCall]> {
    const outside = await trunk.call(anna, { from: customer, fromName: 'Olga Petrova', toneHz: 600 });
    const inside = await phone.nextCall();
    inside.toneHz = 1000;
    inside.answer();
    await within(outside.answered, 3_000, 'the answer');
    await eventually(() => {
      expect(outside.media.receivedLoud).toBeGreaterThan(0);
      expect(inside.media.receivedLoud).toBeGreaterThan(0);
    });
    return [outside, inside];
  }

  test('a wrong secret is not registered', async () => {
    const server = { host: '127.0.0.1', port: pbx.sipPort };
    await expect(SipPhone.register({ user: '1002', secret: 'wrong', server })).rejects.toThrow('401');
  });

  test('a call rings with number and name, is answered, and ends for both when the agent hangs up', async () => {
    const outside = await trunk.call(anna, { from: customer, fromName: 'Olga Petrova' });
    const inside = await phone.nextCall();
    expect(inside).toMatchObject({ callerNumber: customer, callerName: 'Olga Petrova' });
    await within(outside.ringing, 3_000, 'ringing');
    inside.answer();
    await within(outside.answered, 3_000, 'the answer');
    inside.hangup();
    expect(await within(outside.ended, 3_000, 'the end')).toMatchObject({ by: 'them' });
  });

  test('sound goes both ways, and only the tone that was sent is heard', async () => {
    const [outside, inside] = await connected();
    await eventually(() => {
      expect(outside.media.receivedLoud).toBeGreaterThan(20);
      expect(inside.media.receivedLoud).toBeGreaterThan(20);
      expect(outside.media.hears(1000)).toBeGreaterThan(0.9);
      expect(inside.media.hears(600)).toBeGreaterThan(0.9);
      expect(inside.media.hears(1000)).toBeLessThan(0.05);
    });
  });

  test('what was said is in a recording, named by day and call', async () => {
    const [outside, inside] = await connected();
    await eventually(() => expect(inside.media.receivedLoud).toBeGreaterThan(50));
    outside.hangup();
    await within(inside.ended, 3_000, 'the end');
    const files = readdirSync(pbx.recordingsDir, { recursive: true, encoding: 'utf8' });
    const newest =
      files
        .filter((name) => /^\d{4}-\d\d-\d\d\/\d+\.\d+\.wav$/.test(name))
        .sort()
        .at(-1) ?? '';
    await eventually(() => expect(statSync(join(pbx.recordingsDir, newest)).size).toBeGreaterThan(8_000));
  });

  test.each([
    ['busy', 486],
    ['declined', 603],
    ['unavailable', 480],
  ])('a phone that is %s ends the call for the caller', async (_, status) => {
    phone.whenCalled = { reject: status };
    const before = phone.calls.length;
    const outside = await trunk.call(anna, { from: customer });
    const ending = await within(outside.ended, 4_000, 'the refusal');
    expect(ending).toMatchObject({ by: 'them' });
    expect(phone.calls.slice(before)).toMatchObject([{ ending: { by: 'us', status } }]);
    expect(ending.status).toBeGreaterThanOrEqual(400);
    await expect(outside.answered).rejects.toThrow('ended unanswered');
  });

  test('a phone that ignores the call lets it ring out', async () => {
    phone.whenCalled = 'ignore';
    const outside = await trunk.call('+442079460191', { from: customer });
    expect(await within(outside.ended, 6_000, 'the end')).toMatchObject({ by: 'them' });
    expect(phone.calls.filter((call) => !call.ending)).toHaveLength(0);
  });

  test('a caller who hangs up while it rings cancels the phone', async () => {
    const outside = await trunk.call(anna, { from: customer });
    const inside = await phone.nextCall();
    outside.hangup();
    expect(await within(inside.ended, 3_000, 'the cancel')).toMatchObject({ by: 'them', status: 487 });
    expect(await within(outside.ended, 3_000, 'the end')).toMatchObject({ by: 'us', status: 487 });
  });

  test('in a ring group the second phone answers and the first is told so', async () => {
    const second = await pbx.phone('1002');
    const outside = await trunk.call(group, { from: customer });
    const [first, winner] = [await phone.nextCall(), await second.nextCall()];
    winner.answer();
    await within(outside.answered, 3_000, 'the answer');
    expect((await within(first.ended, 3_000, 'the cancel')).reason).toContain('Call completed elsewhere');
    await second.unregister();
  });

  test('a phone calls out through the trunk and sends digits', async () => {
    const inside = await phone.call('07700900123');
    const far = await trunk.answerNext();
    await within(inside.answered, 3_000, 'the answer');
    expect(far.callerNumber).toBe('+442079460100');
    await inside.media.sendDigits('42#');
    await eventually(() => expect(far.media.receivedDigits).toBe('42#'));
  });

  test('a held caller hears nothing of the agent until taken back', async () => {
    const [outside, inside] = await connected();
    await eventually(() => expect(outside.media.hears(1000)).toBeGreaterThan(0.9));
    await inside.hold();
    await eventually(() => expect(outside.media.hears(1000)).toBeLessThan(0.05));
    await inside.hold(false);
    await eventually(() => expect(outside.media.hears(1000)).toBeGreaterThan(0.9));
  });

  test('a blind transfer moves the caller to another phone', async () => {
    const second = await pbx.phone('1002');
    const [outside, inside] = await connected();
    await inside.refer('1002');
    const target = await second.answerNext();
    await within(inside.transferred, 3_000, 'the transfer');
    await within(inside.ended, 3_000, 'leaving the call');
    await eventually(() => expect(outside.media.hears(440)).toBeGreaterThan(0.9));
    target.hangup();
    await within(outside.ended, 3_000, 'the end');
    await second.unregister();
  });

  test('an attended transfer joins the caller and the consulted phone', async () => {
    const second = await pbx.phone('1002');
    const [outside, inside] = await connected();
    await inside.hold();
    const consult = await phone.call('1002', { toneHz: 700 });
    const target = await second.answerNext();
    await within(consult.answered, 3_000, 'the consultation');
    await eventually(() => expect(target.media.hears(700)).toBeGreaterThan(0.9));
    await inside.refer('1002', consult);
    await within(inside.transferred, 3_000, 'the transfer');
    await within(inside.ended, 3_000, 'leaving the call');
    await eventually(() => expect(outside.media.hears(440)).toBeGreaterThan(0.9));
    target.hangup();
    await within(outside.ended, 3_000, 'the end');
    await second.unregister();
  });
});
