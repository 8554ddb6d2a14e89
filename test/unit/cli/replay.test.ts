import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { afterAll, describe, expect, test } from 'vitest';
import { replay } from '../../../server/cli/replay.ts';

const folder = mkdtempSync(join(tmpdir(), 'replay-'));
afterAll(() => rmSync(folder, { recursive: true }));

const keys = [
  'linkedid',
  'linkedids',
  'direction',
  'caller',
  'called',
  'line',
  'outcome',
  'reason',
  'talkedWith',
  'waitedMs',
  'talkedMs',
  'recordings',
  'callback',
];

async function run(...args: string[]) {
  const out = new PassThrough();
  const err = new PassThrough();
  const code = await replay(args, out, err);
  out.end();
  err.end();
  const text = (stream: PassThrough) => String(stream.read() ?? '');
  const lines = text(out).split('\n').filter(Boolean);
  return { code, calls: lines.map((line) => JSON.parse(line)), lines, err: text(err) };
}

interface Told {
  readonly n: number;
  readonly at: number;
  readonly name?: string;
  readonly from?: string;
  readonly call?: number;
  readonly extra?: Readonly<Record<string, string>>;
}

function block(
  event: string,
  { n, at, name = `PJSIP/trunk-0000000${n}`, from = '+447700900123', call = n, extra = {} }: Told,
): string {
  const headers = {
    Event: event,
    Privilege: 'call,all',
    Timestamp: `${1_795_000_000 + at}.000000`,
    Channel: name,
    ChannelState: '4',
    ChannelStateDesc: 'Ring',
    CallerIDNum: from,
    CallerIDName: '<unknown>',
    ConnectedLineNum: '<unknown>',
    ConnectedLineName: '<unknown>',
    Language: 'en',
    AccountCode: '',
    Context: 'from-trunk',
    Exten: '+442079460100',
    Priority: '1',
    Uniqueid: `1795000000.${n}`,
    Linkedid: `1795000000.${call}`,
    ...extra,
  };
  return `${Object.entries(headers)
    .map(([header, value]) => `${header}: ${value}\r\n`)
    .join('')}\r\n`;
}

const hangup = { Cause: '16', 'Cause-txt': 'Normal Clearing' };
const bridge = {
  BridgeUniqueid: 'b1',
  BridgeType: 'basic',
  BridgeTechnology: 'simple_bridge',
  BridgeCreator: '<unknown>',
  BridgeName: '<unknown>',
  BridgeNumChannels: '2',
  BridgeVideoSourceMode: 'none',
};

function missed(n: number, at: number, from = '+447700900123'): string {
  return block('Newchannel', { n, at, from }) + block('Hangup', { n, at: at + 5, from, extra: hangup });
}

function talked(n: number, at: number): string {
  const phone = { n: n + 1, name: 'PJSIP/1001-0000000f', from: '1001', call: n, at: at + 1 };
  return [
    block('Newchannel', { n, at }),
    block('Newchannel', { ...phone, extra: { Exten: 's', Context: 'from-internal' } }),
    block('BridgeEnter', { ...phone, at: at + 2, extra: bridge }),
    block('BridgeEnter', { n, at: at + 2, extra: bridge }),
    block('Hangup', { ...phone, at: at + 20, extra: hangup }),
    block('Hangup', { n, at: at + 20, extra: hangup }),
  ].join('');
}

function file(name: string, content: string): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

describe('ringback replay', () => {
  test('prints one line per call with the promised keys in order', async () => {
    const { code, lines, calls } = await run(file('one.ami', missed(1, 0)));
    expect(code).toBe(0);
    expect(lines).toHaveLength(1);
    expect(Object.keys(calls[0])).toEqual(keys);
    expect(calls[0]).toMatchObject({
      outcome: 'missed',
      reason: 'abandoned_before_offer',
      waitedMs: 5000,
      callback: 'open',
    });
  });

  test('knows that a later talk with the same number returned the call, and an earlier one did not', async () => {
    const { calls } = await run(file('returned.ami', missed(1, 0) + talked(3, 60) + missed(6, 120)));
    expect(calls.map(({ callback }) => callback)).toEqual(['returned', 'none', 'open']);
  });

  test('leaves what cannot be called back to a person', async () => {
    const { calls } = await run(
      file('hard.ami', missed(1, 0, 'anonymous') + missed(2, 10, '+449098790123') + missed(3, 20, '00')),
    );
    expect(calls.map(({ caller, callback }) => [caller, callback])).toEqual([
      [null, 'needs_human'],
      ['+449098790123', 'needs_human'],
      [null, 'needs_human'],
    ]);
  });

  test('does not know what becomes of a call the recording stops in', async () => {
    const { calls } = await run(file('open.ami', block('Newchannel', { n: 1, at: 0 })));
    expect(calls).toMatchObject([{ outcome: 'unknown', callback: 'none' }]);
  });

  test('reads lines and phones from a site', async () => {
    const site = file(
      'site.yaml',
      'site: { name: A, country: GB, timeZone: Europe/London }\npbx: { trunks: [PJSIP/trunk], inboundContexts: [from-trunk] }\nlines: [{ key: sales, name: S, dids: ["02079460100"] }]\n',
    );
    const { calls } = await run('--site', site, file('line.ami', missed(1, 0)));
    expect(calls).toMatchObject([{ line: 'sales' }]);
  });

  test('plays a stream with its own timing, each call printed when it ended', async () => {
    const path = file('slow.ami', missed(1, 0) + talked(3, 60) + missed(6, 120));
    const began = performance.now();
    const { calls, code } = await run('--at-speed=250', path);
    // 125 s of stream at 250 times its speed; a timer may be early by a moment, never by much.
    expect(performance.now() - began).toBeGreaterThan(450);
    expect(code).toBe(0);
    expect(calls.map(({ outcome }) => outcome)).toEqual(['missed', 'talked', 'missed']);
    // As it stood when the call ended: the talk that returned it came later.
    expect(calls.map(({ callback }) => callback)).toEqual(['open', 'none', 'open']);
  });

  test('judges the event log of a PBX like its stream', async () => {
    const records = join(import.meta.dirname, '../../traces/records');
    const site = join(import.meta.dirname, '../../../pbx/asterisk/site.yaml');
    for (const story of ['queue-answered', 'direct-no-answer', 'missed-three-times-then-served']) {
      const { calls, code } = await run('--from', join(records, `${story}.cel.csv`), '--site', site);
      const live = await run(join(records, `../own/${story}.ami`), '--site', site);
      const told = (list: typeof calls) =>
        list.map(({ line, outcome, reason, talkedWith, callback }) => ({
          line,
          outcome,
          reason,
          talkedWith,
          callback,
        }));
      expect(code).toBe(0);
      expect(told(calls)).toEqual(told(live.calls));
    }
  });

  test.each([
    [[], 'Usage'],
    [['--what', 'x.ami'], 'Usage'],
    [['x.ami', '--site'], 'Usage'],
    [['/nowhere.ami'], 'nowhere'],
    [['package.json', '--site', 'package.json'], 'cannot be used'],
    [['--at-speed=0', 'x.ami'], 'Usage'],
    [['--at-speed=fast', 'x.ami'], 'Usage'],
    [['--from', 'x.csv', 'x.ami'], 'Usage'],
    [['--from'], 'Usage'],
    [['--from', '/nowhere.csv'], 'nowhere'],
    [['--from', 'LICENSE'], 'no row of CEL'],
    [['LICENSE'], 'no AMI event'],
  ])('%j is refused with exit 2 and a reason', async (args, reason) => {
    const { code, calls, err } = await run(...args);
    expect(code).toBe(2);
    expect(calls).toEqual([]);
    expect(err).toContain(reason);
  });
});
