import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { ConfigError, environment, readConfig } from '../../../server/platform/config.ts';

function problemsOf(env: Record<string, string>): readonly string[] {
  try {
    readConfig(env);
  } catch (error) {
    if (error instanceof ConfigError) return error.problems;
    throw error;
  }
  return [];
}

const account = {
  AMI_EVENTS_USER: 'events',
  AMI_EVENTS_SECRET: 'one',
  AMI_ACTIONS_USER: 'actions',
  AMI_ACTIONS_SECRET: 'two',
};

describe('the environment', () => {
  test('may be empty: loopback, port 8480, the demonstration', () => {
    const config = readConfig({});
    expect(config).toMatchObject({ host: '127.0.0.1', port: 8480, ami: null, databaseUrl: null, trustProxy: false });
    expect(config.recordingsDir).toBe(`${config.dataDir}/recordings`);
  });

  test('names a PBX with its two accounts', () => {
    const config = readConfig({ AMI_HOST: 'pbx', AMI_TLS: 'yes', ...account });
    expect(config.ami).toMatchObject({ host: 'pbx', port: 5038, tls: true, events: { user: 'events', secret: 'one' } });
  });

  test('names the sites that may show the form, as whole origins', () => {
    const origins = (text: string) => readConfig({ RINGBACK_FORM_ORIGINS: text }).formOrigins;
    expect(readConfig({}).formOrigins).toEqual([]);
    expect(origins('https://www.example.com, http://shop.example.com:8080/')).toEqual([
      'https://www.example.com',
      'http://shop.example.com:8080',
    ]);
    for (const wrong of [
      '*',
      'https://*.example.com',
      'example.com',
      "https://a.example 'none'",
      'https://a;b.example',
      'file:///x',
    ])
      expect(problemsOf({ RINGBACK_FORM_ORIGINS: wrong })).toEqual([
        'RINGBACK_FORM_ORIGINS must be origins such as https://www.example.com, parted by commas',
      ]);
  });

  test('plays the demonstration when asked, whatever PBX is named', () => {
    expect(readConfig({ AMI_HOST: 'pbx', RINGBACK_DEMO: '1' }).ami).toBeNull();
  });

  test('is refused with all problems at once and none of the values', () => {
    const problems = problemsOf({
      RINGBACK_PORT: '99999',
      RINGBACK_LOG_LEVEL: 'chatty',
      DATABASE_URL: 'mysql://root:hunter2@db/x',
      AMI_HOST: 'pbx',
      AMI_EVENTS_SECRET: 'hunter3',
    });
    expect(problems.map((problem) => problem.split(' ')[0])).toEqual([
      'RINGBACK_PORT',
      'RINGBACK_LOG_LEVEL',
      'DATABASE_URL',
      'AMI_EVENTS_USER',
      'AMI_ACTIONS_USER',
      'AMI_ACTIONS_SECRET',
    ]);
    expect(problems.join()).not.toMatch(/hunter|chatty|99999/);
  });

  test('names a mail server: TLS by its scheme, the usual port, the password as it was meant', () => {
    const from = { RINGBACK_MAIL_FROM: 'ringback@example.com' };
    const smtp = (url: string) => readConfig({ RINGBACK_SMTP_URL: url, ...from }).mail;
    expect(smtp('smtps://me%40x:p%3Aw@mail.example.com')).toEqual({
      smtp: {
        host: 'mail.example.com',
        port: 465,
        secure: true,
        local: false,
        auth: { user: 'me@x', password: 'p:w' },
      },
      from: 'ringback@example.com',
      messageHost: 'example.com',
    });
    expect(smtp('smtp://[::1]:2525')?.smtp).toMatchObject({ host: '::1', port: 2525, local: true, auth: null });
    expect(smtp('smtp://mail.example.com')?.smtp).toMatchObject({ port: 587, secure: false });
    expect(readConfig({}).mail).toBeNull();
  });

  test.each([
    ['a mail server without a sender', { RINGBACK_SMTP_URL: 'smtp://mail' }, 'RINGBACK_MAIL_FROM is needed'],
    [
      'another protocol for mail',
      { RINGBACK_SMTP_URL: 'http://mail', RINGBACK_MAIL_FROM: 'a@b.example' },
      'RINGBACK_SMTP_URL',
    ],
    ['a sender that is a list', { RINGBACK_MAIL_FROM: 'a@b.example, c@d.example' }, 'RINGBACK_MAIL_FROM'],
    ['a webhook without a secret', { RINGBACK_WEBHOOK_URL: 'https://x.example' }, 'RINGBACK_WEBHOOK_SECRET is needed'],
    [
      'a file for a webhook',
      { RINGBACK_WEBHOOK_URL: 'file:///etc/passwd', RINGBACK_WEBHOOK_SECRET: 'x'.repeat(16) },
      'RINGBACK_WEBHOOK_URL',
    ],
    [
      'a password inside its address',
      { RINGBACK_WEBHOOK_URL: 'https://a:b@x.example', RINGBACK_WEBHOOK_SECRET: 'x'.repeat(16) },
      'RINGBACK_WEBHOOK_URL',
    ],
    [
      'a secret anybody could guess',
      { RINGBACK_WEBHOOK_URL: 'https://x.example', RINGBACK_WEBHOOK_SECRET: 'short' },
      'RINGBACK_WEBHOOK_SECRET',
    ],
  ])('%s is refused', (_, env, problem) => {
    const problems = problemsOf(env);
    expect(problems).toHaveLength(1);
    expect(problems[0]).toContain(problem);
  });

  test('takes an empty value as not given', () => {
    expect(readConfig({ AMI_HOST: '', RINGBACK_PORT: '' })).toMatchObject({ ami: null, port: 8480 });
  });
});

describe('.env.example', () => {
  const lines = readFileSync(new URL('../../../.env.example', import.meta.url), 'utf8').split('\n');
  const pairs = lines.flatMap((line) => {
    const found = /^(#\s?)?([A-Z][A-Z_]+)=(.*)$/.exec(line);
    return found ? [{ name: found[2] ?? '', value: found[3] ?? '', active: found[1] === undefined }] : [];
  });

  test('names every setting once and no other', () => {
    expect(pairs.map((pair) => pair.name).sort()).toEqual(Object.keys(environment.shape).sort());
  });

  test('can be used as it is', () => {
    const active = pairs.filter((pair) => pair.active).map((pair) => [pair.name, pair.value]);
    expect(problemsOf(Object.fromEntries(active))).toEqual([]);
  });

  test('shows values that are accepted', () => {
    const shown = pairs.filter((pair) => !pair.name.startsWith('AMI_')).map((pair) => [pair.name, pair.value]);
    expect(problemsOf(Object.fromEntries(shown))).toEqual([]);
  });
});
