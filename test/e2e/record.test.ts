import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { judgeStream } from '../../server/cli/replay.ts';
import { readSite, siteMapOf } from '../../server/cli/site-yaml.ts';
import { asteriskAvailable, startAsterisk, type TestAsterisk } from '../support/asterisk.ts';
import { eventually } from '../support/eventually.ts';
import { canRun } from '../support/require.ts';
import { projectRoot } from '../support/service.ts';
import { environmentOf } from './support/house.ts';

describe.skipIf(!canRun('asterisk', asteriskAvailable()))('ringback record on a real Asterisk', () => {
  let pbx: TestAsterisk;
  beforeAll(async () => {
    pbx = await startAsterisk();
  });
  afterAll(async () => {
    await pbx?.stop();
  });

  test('writes a whole file when Ctrl-C is pressed, judged as the phones lived it, without their numbers', async () => {
    const phone = await pbx.phone('1001');
    phone.whenCalled = 'ring';
    const trunk = await pbx.trunk();
    const file = join(pbx.runDir, 'recorded.ami');
    const env = { ...process.env, ...environmentOf(pbx), RINGBACK_DATA_DIR: pbx.runDir };
    const child = spawn(process.execPath, ['bin/ringback.js', 'record', '--out', file], { cwd: projectRoot, env });
    onTestFinished(() => void child.kill('SIGKILL'));
    let said = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', (part) => {
        said += part;
      });
    }
    const exited = new Promise((resolve) => child.once('exit', resolve));
    await eventually(() => expect(said).toContain('Recording.'), { withinMs: 20_000 });

    const missed = await trunk.call('+442079460111', { from: '+447700900123' });
    const ringing = await phone.nextCall();
    missed.hangup();
    await Promise.all([missed.ended, ringing.ended]);
    const taken = await trunk.call('+442079460111', { from: '+447700900123' });
    const served = await phone.nextCall();
    await served.answer();
    await taken.answered;
    await eventually(() => expect(Date.now() - (taken.answeredAt ?? Date.now())).toBeGreaterThan(1_300));
    taken.hangup();
    await Promise.all([taken.ended, served.ended]);
    await eventually(async () => expect(await pbx.console('core show channels count')).toContain('0 active calls'));
    child.kill('SIGINT');
    expect(await exited).toBe(0);

    const bytes = readFileSync(file);
    const { calls, quarantined } = judgeStream(bytes, siteMapOf(readSite(pbx.sitePath)));
    expect(calls).toMatchObject([
      { line: 'anna', outcome: 'missed', reason: 'abandoned_ringing', talkedWith: [], callback: 'returned' },
      { line: 'anna', outcome: 'talked', reason: null, talkedWith: ['1001'], callback: 'none' },
    ]);
    expect(quarantined).toBe(0);
    expect(calls[0]?.caller).toMatch(/^\+447700\d{6}$/);
    expect(calls[0]?.caller).toBe(calls[1]?.caller);
    const text = String(bytes);
    expect(text.split('+442079460111').length).toBeGreaterThan(1);
    for (const secret of ['900123', 'Anna Keller', pbx.eventsSecret]) expect(text).not.toContain(secret);
  });
});
