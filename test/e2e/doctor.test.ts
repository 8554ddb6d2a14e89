import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { doctor } from '../../server/cli/doctor.ts';
import { asteriskAvailable, startAsterisk, type TestAsterisk } from '../support/asterisk.ts';
import { canRun } from '../support/require.ts';
import { environmentOf } from './support/house.ts';

interface Report {
  readonly code: number;
  readonly text: string;
  /** What is to be mended, each with its cure. */
  readonly wrong: string[];
}

/** A real Asterisk whose files are spoilt in turn: each fault is found, named, and its cure is the line that mends it. */
describe.skipIf(!canRun('asterisk', asteriskAvailable()))('ringback doctor on a real Asterisk', () => {
  let pbx: TestAsterisk;
  beforeAll(async () => {
    pbx = await startAsterisk();
  });
  afterAll(async () => {
    await pbx?.stop();
  });

  async function examine(over: Record<string, string> = {}): Promise<Report> {
    const out = new PassThrough();
    let text = '';
    out.on('data', (part) => {
      text += part;
    });
    const code = await doctor([], out, out, { ...environmentOf(pbx), RINGBACK_DATA_DIR: pbx.runDir, ...over });
    const wrong = text.split(/^(?=ok |WRONG|\? )/m).filter((part) => part.startsWith('WRONG'));
    return { code, text, wrong: wrong.map((part) => part.replace(/\n\d+ to mend\.\n$/, '')) };
  }

  /** Examines the PBX with one of its files changed, and changes it back. */
  async function spoilt(file: string, from: string | RegExp, to: string, reload: string): Promise<Report> {
    const path = join(pbx.runDir, 'etc', file);
    const sound = readFileSync(path, 'utf8');
    const changed = sound.replace(from, to);
    expect(changed).not.toBe(sound);
    writeFileSync(path, changed);
    await pbx.console(reload);
    try {
      return await examine();
    } finally {
      writeFileSync(path, sound);
      await pbx.console(reload);
    }
  }

  test('finds nothing wrong where nothing is, and says what it saw', async () => {
    const { code, text, wrong } = await examine();
    expect(wrong).toEqual([]);
    expect(code).toBe(0);
    expect(text).not.toContain('?    ');
    expect(text).toMatch(/events account is in: .*Asterisk 2\d\./);
    for (const seen of [
      'actions account is in',
      'the events account may read all it needs',
      'the actions account may do all it needs',
      'the dialplan has [ringback-callback]',
      'a call without our mark is refused by it',
      'events carry the time of the PBX',
      'events carry the channel variables',
      'calls that nobody took leave a call record',
      'the PBX writes its event log (CEL) through cel_custom.so',
      'the event log that RINGBACK_CEL_CSV names holds the test call',
    ]) {
      expect(text).toContain(`ok    ${seen}`);
    }
    expect(text).toContain('All is well.');
    expect(await pbx.console('core show channels count')).toContain('0 active calls');
  });

  test('names a wrong secret, of either account, and tells no secret', async () => {
    const events = await examine({ AMI_EVENTS_SECRET: 'not the secret' });
    expect(events.code).toBe(1);
    expect(events.wrong).toHaveLength(1);
    expect(events.wrong[0]).toMatch(/events account cannot log in.*refused[\s\S]*\[ringback-events\]/);
    const actions = await examine({ AMI_ACTIONS_SECRET: 'not the secret' });
    expect(actions.wrong).toHaveLength(1);
    expect(actions.wrong[0]).toMatch(/actions account cannot log in.*[\s\S]*\[ringback-actions\]/);
    for (const { text } of [events, actions]) {
      for (const secret of ['not the secret', pbx.eventsSecret, pbx.actionsSecret]) expect(text).not.toContain(secret);
    }
  });

  test('names rights that are too few, with the whole line to write', async () => {
    const read = await spoilt(
      'manager.conf',
      'read = call,agent,cdr,user,system',
      'read = agent,system',
      'manager reload',
    );
    expect(read.code).toBe(1);
    expect(read.wrong[0]).toContain('the events account may not read: call, cdr, user');
    expect(read.wrong[0]).toContain('[ringback-events]: read = agent,system,call,cdr,user');
    const ask = await spoilt('manager.conf', 'write = reporting', 'write = call', 'manager reload');
    expect(ask.wrong[0]).toMatch(/the events account may not ask: .*CoreShowChannels/);
    const write = await spoilt(
      'manager.conf',
      'write = originate,call,agent,reporting',
      'write = call',
      'manager reload',
    );
    expect(write.wrong.join('\n')).toContain('a call could not be ordered');
    expect(write.wrong.join('\n')).toContain('[ringback-actions]: write = call,originate,agent,reporting');
  });

  test('names channel variables that are not told, and times', async () => {
    const vars = await spoilt('manager.conf', /channelvars = .*/, 'channelvars = DID,QUEUESTATUS', 'manager reload');
    expect(vars.wrong).toHaveLength(1);
    expect(vars.wrong[0]).toContain(
      'DIALSTATUS, VMSTATUS, RB_CLOSED, CALLERID(pres), RB_ATTEMPT, RB_RESULT, RB_LEG, RB_REQUEST',
    );
    expect(vars.wrong[0]).toContain(
      '[general]: channelvars = DID,QUEUESTATUS,DIALSTATUS,VMSTATUS,RB_CLOSED,CALLERID(pres),RB_ATTEMPT,RB_RESULT,RB_LEG,RB_REQUEST',
    );
    const times = await spoilt('manager.conf', 'timestampevents = yes', 'timestampevents = no', 'manager reload');
    expect(times.wrong).toHaveLength(1);
    expect(times.wrong[0]).toContain('[general]: timestampevents = yes');
  });

  test('names a dialplan without our context, and one that lets unmarked calls through', async () => {
    const missing = await spoilt('extensions.conf', /#include "?ringback-dialplan.conf"?/, '', 'dialplan reload');
    expect(missing.wrong[0]).toContain('the dialplan has no [ringback-callback]');
    expect(missing.wrong[0]).toContain('#include ringback-dialplan.conf');
    for (const context of ['ringback-tell', 'ringback-customer-first', 'ringback-customer']) {
      const older = await spoilt(
        'ringback-dialplan.conf',
        `\n[${context}]\n`,
        `\n[older-${context}]\n`,
        'dialplan reload',
      );
      expect(older.wrong).toHaveLength(1);
      expect(older.wrong[0]).toContain(`the dialplan has no [${context}]`);
      expect(older.wrong[0]).toContain('extensions.conf: #include ringback-dialplan.conf');
    }
    const open = await spoilt(
      'ringback-dialplan.conf',
      /GotoIf\(\$\{ISNULL\([^\n]*anonymous\)/,
      'NoOp()',
      'dialplan reload',
    );
    expect(open.wrong[0]).toContain('did not refuse a call without our mark');
    const blind = await spoilt(
      'extensions.conf',
      /RINGBACK_DIAL_BEFORE *=>? *.*/,
      'RINGBACK_DIAL_BEFORE =',
      'core reload',
    );
    expect(blind.wrong.join('\n')).toContain('does not know how to reach the outside world');
    expect(await pbx.console('core show channels count')).toContain('0 active c');
  });

  test('names records that are not written: of unanswered calls, and the event log', async () => {
    const unanswered = await spoilt('cdr.conf', 'unanswered = yes', 'unanswered = no', 'module reload cdr');
    expect(unanswered.wrong).toHaveLength(1);
    expect(unanswered.wrong[0]).toContain('unanswered=no');
    expect(unanswered.wrong[0]).toContain('cdr.conf, [general]: unanswered = yes');
    const cdr = await spoilt('cdr.conf', 'enable = yes', 'enable = no', 'module reload cdr');
    expect(cdr.wrong[0]).toContain('cdr.conf, [general]: enable = yes');
    const cel = await spoilt('cel.conf', 'enable = yes', 'enable = no', 'module reload cel');
    expect(cel.wrong).toHaveLength(1);
    expect(cel.wrong[0]).toContain('cel.conf, [general]: enable = yes');
    const elsewhere = await examine({ RINGBACK_CEL_CSV: join(pbx.runDir, 'log/no-such.csv') });
    expect(elsewhere.wrong).toHaveLength(1);
    expect(elsewhere.wrong[0]).toMatch(/cannot be read \(ENOENT\)\n +\.env: RINGBACK_CEL_CSV=/);
    const other = await examine({ RINGBACK_CEL_CSV: join(pbx.runDir, 'etc/cel.conf') });
    expect(other.wrong[0]).toContain('does not hold the test call');
    const some = await spoilt('cel.conf', 'events = ALL', 'events = CHAN_START,CHAN_END,ANSWER', 'module reload cel');
    expect(some.wrong[0]).toContain('lacks HANGUP, BRIDGE_ENTER, BRIDGE_EXIT');
    const apps = await spoilt('cel.conf', 'apps = dial,queue,park', 'apps = dial', 'module reload cel');
    expect(apps.wrong[0]).toContain('lacks the applications queue');
  });

  test('finds it well again after all this', async () => {
    expect((await examine()).wrong).toEqual([]);
  });
});
