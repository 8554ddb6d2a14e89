import { existsSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { afterAll, afterEach, beforeEach, describe, expect, test } from 'vitest';
import { record } from '../../../server/cli/record.ts';
import { judgeStream } from '../../../server/cli/replay.ts';
import { readSite, siteMapOf } from '../../../server/cli/site-yaml.ts';
import { eventually } from '../../support/eventually.ts';
import { type FakeAmi, startFakeAmi } from '../../support/fake-ami.ts';
import { projectRoot } from '../../support/service.ts';

const folder = mkdtempSync(join(tmpdir(), 'rb-record-'));
const sitePath = join(projectRoot, 'pbx/asterisk/site.yaml');
const site = siteMapOf(readSite(sitePath));
const story = readFileSync(join(projectRoot, 'test/traces/own/missed-three-times-then-served.ami'));
let pbx: FakeAmi;
let file: string;
let count = 0;

beforeEach(async () => {
  pbx = await startFakeAmi();
  count += 1;
  file = join(folder, `call-${count}.ami`);
});
afterEach(() => pbx.close());
afterAll(() => rmSync(folder, { recursive: true }));

function start(args: string[], over: Record<string, string> = {}) {
  const [out, err] = [new PassThrough(), new PassThrough()];
  let said = '';
  for (const stream of [out, err]) {
    stream.on('data', (part) => {
      said += part;
    });
  }
  const env = {
    AMI_HOST: '127.0.0.1',
    AMI_PORT: String(pbx.port),
    AMI_EVENTS_USER: 'events',
    AMI_EVENTS_SECRET: 'right horse',
    AMI_ACTIONS_USER: 'actions',
    AMI_ACTIONS_SECRET: 'not used here',
    RINGBACK_SITE: sitePath,
    RINGBACK_DATA_DIR: folder,
    ...over,
  };
  return { code: record(args, out, err, env), said: () => said };
}

const verdicts = (bytes: Uint8Array) =>
  judgeStream(bytes, site).calls.map(({ caller: _caller, recordings, ...call }) => ({
    ...call,
    recordings: recordings.length,
  }));

describe('ringback record', () => {
  test('writes a file that is judged as the live stream was, without anybody’s number', async () => {
    const { code, said } = start(['--out', file, '--seconds', '2']);
    await eventually(() => expect(said()).toContain('Recording.'));
    expect(existsSync(file)).toBe(false);
    await pbx.play(story);
    expect(await code).toBe(0);
    const told = readFileSync(file);
    expect(verdicts(told)).toEqual(verdicts(story));
    const number = judgeStream(story, site).calls[0]?.caller ?? '';
    expect(number).toMatch(/^\+\d+$/);
    expect(String(told)).not.toContain(number.slice(-7));
    expect(String(told)).not.toMatch(/right horse|Olga/);
    expect(said()).toMatch(/\d+ events written/);
    expect(statSync(file).mode & 0o077).toBe(0);
    expect(existsSync(`${file}.part`)).toBe(false);
  });

  test('keeps what it has when the link is lost, and says so', async () => {
    const { code, said } = start(['--out', file]);
    await eventually(() => expect(said()).toContain('Recording.'));
    await pbx.play(story);
    pbx.cut('Event: Hangup\r\nChan');
    expect(await code).toBe(1);
    expect(said()).toContain('ended early (closed)');
    expect(verdicts(readFileSync(file))).toEqual(verdicts(story));
  });

  test('never writes over a recording under way, nor without a PBX, nor with a wrong secret', async () => {
    expect(await start(['--seconds', '5']).code).toBe(2);
    expect(await start(['--out', file, '--seconds', '0']).code).toBe(2);
    expect(await start(['--out', file], { AMI_HOST: '' }).code).toBe(2);
    await expect(start(['--out', join(folder, 'no/such/place')]).code).rejects.toThrow('cannot be written (ENOENT)');
    const wrong = start(['--out', file], { AMI_EVENTS_SECRET: 'wrong horse' });
    expect(await wrong.code).toBe(1);
    expect(wrong.said()).toContain('ended early (refused)');
  });
});
