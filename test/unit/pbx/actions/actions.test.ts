import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { CommandError } from '../../../../pbx/actions/command-error.ts';
import { connectCommands } from '../../../../pbx/actions/command-session.ts';
import { guardFields } from '../../../../pbx/actions/guard.ts';
import { hangupFields } from '../../../../pbx/actions/hangup.ts';
import { type OriginateInput, originateFields } from '../../../../pbx/actions/originate.ts';
import { queueAddFields, queueRemoveFields } from '../../../../pbx/actions/queue-member.ts';
import { queuePauseFields } from '../../../../pbx/actions/queue-pause.ts';
import { redirectFields } from '../../../../pbx/actions/redirect.ts';
import { setVarFields } from '../../../../pbx/actions/set-var.ts';

const call: OriginateInput = {
  device: 'PJSIP/1001',
  context: 'ringback-dial',
  exten: '+441632960001',
  channelId: 'a7c1-0001',
  timeoutMs: 20_000,
};

/** The error's code, or the result when there was none. */
function codeOf(run: () => unknown): unknown {
  try {
    return run();
  } catch (error) {
    if (!(error instanceof CommandError)) throw error;
    return error.code;
  }
}

describe('Originate', () => {
  test('rings the agent first, without waiting, under the id we chose', () => {
    const fields = originateFields({
      ...call,
      callerId: { name: 'مریم', number: '+441632960001' },
      variables: { __RB_ATTEMPT: 'a7c1-0001', RB_NOT_AFTER: '1763758999' },
    });
    expect(fields).toEqual({
      Action: 'Originate',
      Channel: 'PJSIP/1001',
      Context: 'ringback-dial',
      Exten: '+441632960001',
      Priority: '1',
      ChannelId: 'a7c1-0001',
      Timeout: '20000',
      Async: 'true',
      CallerID: '"مریم" <+441632960001>',
      Variable: { __RB_ATTEMPT: 'a7c1-0001', RB_NOT_AFTER: '1763758999' },
    });
  });

  test.each([
    ['two targets', { exten: '300&DAHDI/g1/900' }],
    ['a function', { exten: `\${SHELL(x)}` }],
    ['41 digits', { exten: '1'.repeat(41) }],
    ['16 digits', { exten: '1'.repeat(16) }],
    ['two digits', { exten: '11' }],
    ['a line break behind', { exten: '441632960001\n' }],
    ['a second action', { exten: '441632960001\r\n\r\nAction: Command\r\nCommand: core stop now' }],
    ['letters', { exten: 'abc' }],
    ['digits that are not ASCII', { exten: '۰۹۱۲۳۴۵۶۷۸۹' }],
    ['a list of devices', { device: 'PJSIP/1001&PJSIP/1002' }],
    ['a number behind a trunk', { device: 'PJSIP/900123@trunk' }],
    ['a number behind a DAHDI group', { device: 'DAHDI/g1/900' }],
    ['a device that is a path', { device: '../etc' }],
    ['a context with an extension', { context: 'default,s,1' }],
    ['an id with a blank', { channelId: 'a b' }],
    ['a name that is evaluated', { callerId: { name: `\${SHELL(x)}`, number: '100' } }],
    ['a name that ends early', { callerId: { name: 'x" <1>', number: '100' } }],
    ['a variable that is a function', { variables: { 'SHELL(x)': '1' } }],
    ['a variable of two', { variables: { RB_X: '1,CDR(accountcode)=2' } }],
    ['a variable that is evaluated', { variables: { RB_X: `\${SHELL(x)}` } }],
    ['a ring without end', { timeoutMs: 10_000_000 }],
    ['a header of its own', { Application: 'System' }],
  ])('refuses %s', (_what, change) => {
    expect(codeOf(() => originateFields({ ...call, ...change } as OriginateInput))).toBe('invalid');
  });

  test('refuses without repeating what was given', () => {
    expect(() => originateFields({ ...call, exten: 'SECRET' })).toThrow(/^The command is not allowed: exten\.$/);
  });
});

describe('the other actions', () => {
  test('name what they act on', () => {
    expect(hangupFields('PJSIP/1001-0000002a', 16)).toEqual({
      Action: 'Hangup',
      Channel: 'PJSIP/1001-0000002a',
      Cause: '16',
    });
    expect(hangupFields('Local/1001@from-queue-00000001;2')).toEqual({
      Action: 'Hangup',
      Channel: 'Local/1001@from-queue-00000001;2',
    });
    expect(redirectFields({ channel: 'PJSIP/trunk-00000001', context: 'from-internal', exten: '1002' })).toEqual({
      Action: 'Redirect',
      Channel: 'PJSIP/trunk-00000001',
      Context: 'from-internal',
      Exten: '1002',
      Priority: '1',
    });
    expect(queuePauseFields({ interface: 'PJSIP/1001', queue: 'sales', paused: true, reason: 'lunch' })).toEqual({
      Action: 'QueuePause',
      Interface: 'PJSIP/1001',
      Queue: 'sales',
      Paused: 'true',
      Reason: 'lunch',
    });
    expect(queuePauseFields({ interface: 'Local/1004@from-queue/n', paused: false })).toEqual({
      Action: 'QueuePause',
      Interface: 'Local/1004@from-queue/n',
      Paused: 'false',
    });
    expect(queueAddFields({ interface: 'PJSIP/1001', queue: 'sales', memberName: 'Anna Keller' })).toEqual({
      Action: 'QueueAdd',
      Queue: 'sales',
      Interface: 'PJSIP/1001',
      StateInterface: 'PJSIP/1001',
      Penalty: '0',
      Paused: 'false',
      MemberName: 'Anna Keller',
    });
    expect(queueRemoveFields({ interface: 'PJSIP/1001', queue: 'sales' })).toEqual({
      Action: 'QueueRemove',
      Queue: 'sales',
      Interface: 'PJSIP/1001',
    });
    expect(setVarFields('PJSIP/1001-0000002a', 'RB_ATTEMPT', 'a7c1')).toEqual({
      Action: 'Setvar',
      Channel: 'PJSIP/1001-0000002a',
      Variable: 'RB_ATTEMPT',
      Value: 'a7c1',
    });
  });

  test('refuse patterns, line breaks and global variables', () => {
    // A Hangup of `/^PJSIP/` would end every call: Asterisk takes a channel between slashes as a pattern.
    for (const channel of ['/^PJSIP.*/', 'all', '', 'PJSIP/1\r\nX: y', 'PJSIP/1\u2028']) {
      expect(codeOf(() => hangupFields(channel))).toBe('invalid');
      expect(codeOf(() => setVarFields(channel, 'RB_X', '1'))).toBe('invalid');
      expect(codeOf(() => redirectFields({ channel, context: 'c', exten: '1' }))).toBe('invalid');
    }
    expect(codeOf(() => hangupFields('PJSIP/1-1', 0))).toBe('invalid');
    expect(codeOf(() => queuePauseFields({ interface: 'PJSIP/1', paused: true, queue: 'a b' }))).toBe('invalid');
    expect(codeOf(() => queuePauseFields({ interface: 'PJSIP/1&PJSIP/2', paused: true }))).toBe('invalid');
    expect(codeOf(() => queueAddFields({ interface: 'PJSIP/1', queue: 's', memberName: 'a,b' }))).toBe('invalid');
    expect(codeOf(() => queueAddFields({ interface: 'Local/1@x', queue: 's' }))).toBe('invalid');
  });
});

describe('the last door before the wire', () => {
  test('lets no control character through, in no key and no value', () => {
    const control = fc.constantFrom(
      ...Array.from({ length: 32 }, (_, i) => String.fromCharCode(i)),
      '\x7f',
      '\x85',
      '\u2028',
    );
    fc.assert(
      fc.property(fc.string(), control, fc.string(), (before, code, after) => {
        const text = before + code + after;
        expect(codeOf(() => guardFields({ Action: 'Ping', Value: text }))).toBe('invalid');
        expect(codeOf(() => guardFields({ Action: 'Ping', [text]: 'x' }))).toBe('invalid');
        expect(codeOf(() => guardFields({ Action: 'Ping', Variable: { [text]: 'x' } }))).toBe('invalid');
        expect(codeOf(() => guardFields({ Action: 'Ping', Variable: { X: text } }))).toBe('invalid');
      }),
    );
  });

  test('lets ordinary fields through', () => {
    expect(codeOf(() => guardFields({ Action: 'Ping', Value: 'a: b = c', Variable: { __X: 'ü' } }))).toBeUndefined();
  });
});

describe('a PBX on another machine', () => {
  const options = { port: 1, user: 'u', secret: 's', now: () => 0, random: () => 0, log: { info() {}, warn() {} } };

  test.each(['192.0.2.1', 'pbx.example.com', '10.0.0.1', '::', '0.0.0.0', '127.0.0.1.example.com'])(
    '%s is not spoken to in the clear',
    (host) => expect(codeOf(() => connectCommands({ ...options, host }))).toBe('invalid'),
  );
});
