import { createHmac } from 'node:crypto';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import { SMTPServer } from 'smtp-server';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { createOutsideSide, outsideChecks } from '../../../server/compose/outside.ts';
import { createMatchIndex } from '../../../server/domain/contact/match-index.ts';
import { type Config, readConfig } from '../../../server/platform/config.ts';
import { deliveryStore } from '../../../server/store/deliveries.ts';
import { officeStoresOf } from '../../../server/store/office-stores.ts';
import { transactWith } from '../../../server/store/transact.ts';
import { recordCall } from '../../../server/usecases/record-call.ts';
import { aMissedCall, aNumber } from '../../support/call-records.ts';
import { freeTcpPort } from '../../support/free-port.ts';
import { type Ledger, minute, openLedger } from '../../support/ledger.ts';
import { quietLog } from '../../support/quiet-log.ts';

const secret = 'a secret of the webhook';

interface Mail {
  readonly from: string;
  readonly to: readonly string[];
  readonly raw: string;
}

/** A mail server that takes everything, or refuses a recipient by name. */
async function openMailServer(
  port: number,
  password: string | null = null,
): Promise<{ mails: Mail[]; close(): Promise<void> }> {
  const mails: Mail[] = [];
  const server = new SMTPServer({
    authOptional: password === null,
    allowInsecureAuth: true,
    disabledCommands: ['STARTTLS'],
    onAuth(given, _session, done) {
      if (given.password === password) return done(null, { user: given.username });
      done(Object.assign(new Error('wrong password'), { responseCode: 535 }));
    },
    onRcptTo(address, _session, done) {
      if (!address.address.startsWith('refused')) return done();
      const error = Object.assign(new Error('no such mailbox'), { responseCode: 550 });
      done(error);
    },
    onData(stream, session, done) {
      const parts: Buffer[] = [];
      stream.on('data', (part: Buffer) => parts.push(part));
      stream.on('end', () => {
        const { mailFrom, rcptTo } = session.envelope;
        mails.push({
          from: mailFrom ? mailFrom.address : '',
          to: rcptTo.map(({ address }) => address),
          raw: Buffer.concat(parts).toString('utf8'),
        });
        done();
      });
    },
  });
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  return { mails, close: () => new Promise((resolve) => server.close(() => resolve())) };
}

interface Post {
  readonly url: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

async function openWebServer(
  port: number,
): Promise<{ posts: Post[]; answer: { status: number }; close(): Promise<void> }> {
  const posts: Post[] = [];
  const answer = { status: 204 };
  const server: Server = createServer((request, response) => {
    let body = '';
    request.on('data', (part: Buffer) => {
      body += part.toString();
    });
    request.on('end', () => {
      posts.push({ url: request.url ?? '', headers: request.headers, body });
      response.writeHead(answer.status, answer.status === 302 ? { location: '/elsewhere' } : {}).end();
    });
  });
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  return {
    posts,
    answer,
    close: () => {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}

describe('what goes out of the house', () => {
  let ledger: Ledger;
  let ports: { smtp: number; http: number };
  let config: Pick<Config, 'mail' | 'webhook' | 'publicUrl'>;
  let stop: (() => void) | null = null;
  const open: (() => Promise<void>)[] = [];
  const smtp = async (password: string | null = null) => {
    const server = await openMailServer(ports.smtp, password);
    open.push(server.close);
    return server;
  };
  const web = async () => {
    const server = await openWebServer(ports.http);
    open.push(server.close);
    return server;
  };
  /** The service as it would be after a start. */
  const start = () => {
    const house = {
      ...ledger.deps,
      transact: transactWith(ledger.database.db, officeStoresOf),
      matchIndex: createMatchIndex(),
    };
    const side = createOutsideSide({ house, config, log: quietLog });
    stop = side.stop;
    const round = (name: string) => side.rounds.find((one) => one.name === name)?.run ?? (async () => {});
    return { ladder: round('ladder'), send: round('outgoing'), ways: side.ways };
  };
  const breach = async (count: number, contact?: { name: string }) => {
    const ids: number[] = [];
    for (let n = 0; n < count; n += 1) {
      const caller = aNumber();
      if (contact) await ledger.addContact(contact.name, [caller]);
      const record = aMissedCall({ caller, endedAt: ledger.clock.at, line: 'sales' });
      const { callbackId } = await recordCall(ledger.deps, ledger.ids.pbx, ledger.ids.boot, record);
      ids.push(callbackId ?? 0);
    }
    ledger.clock.at += 31 * minute;
    await start().ladder();
    return ids;
  };
  const waiting = () =>
    ledger.query<{ channel: string; tries: number; error: string | null; sent: boolean; over: boolean }>(
      `select channel, tries, last_error as error, sent_at is not null as sent, given_up_at is not null as over from deliveries
        where sent_at is null order by id`,
    );

  beforeAll(async () => {
    ledger = await openLedger();
    ports = { smtp: await freeTcpPort('127.0.0.1'), http: await freeTcpPort('127.0.0.1') };
    const { mail, webhook, publicUrl } = readConfig({
      RINGBACK_SMTP_URL: `smtp://127.0.0.1:${ports.smtp}`,
      RINGBACK_MAIL_FROM: 'ringback@example.com',
      RINGBACK_WEBHOOK_URL: `http://127.0.0.1:${ports.http}/hook`,
      RINGBACK_WEBHOOK_SECRET: secret,
      RINGBACK_PUBLIC_URL: 'https://calls.example.com',
    });
    config = { mail, webhook, publicUrl };
    await ledger.query("update users set email = 'sue@example.com' where login = 'sue'");
    await ledger.query('update lines set escalation = $1', [
      JSON.stringify([{ step: 'overdue', minutes: 0, to: ['supervisors'], by: ['mail', 'webhook'] }]),
    ]);
  });
  afterEach(async () => {
    stop?.();
    await Promise.all(open.splice(0).map((close) => close()));
    await ledger.query('update deliveries set given_up_at = now() where sent_at is null and given_up_at is null');
  });
  afterAll(() => ledger.close());

  test('an overdue callback is one mail and one signed call', async () => {
    const [mail, hook] = [await smtp(), await web()];
    const [id] = await breach(1, { name: 'Brightwater' });
    const { send } = start();
    await send();
    await send();
    expect(mail.mails).toHaveLength(1);
    const [letter] = mail.mails;
    expect(letter).toMatchObject({ from: 'ringback@example.com', to: ['sue@example.com'] });
    expect(letter?.raw).toMatch(/^Message-ID: <notice-\d+-\d+@example\.com>\r?$/m);
    expect(letter?.raw).toMatch(/^Auto-Submitted: auto-generated\r?$/m);
    expect(letter?.raw).toMatch(/^Content-Type: multipart\/alternative/m);
    expect(letter?.raw.replaceAll('=3D', '=')).toContain(`https://calls.example.com/callbacks?item=${id}`);

    expect(hook.posts).toHaveLength(1);
    const [post] = hook.posts;
    const timestamp = String(post?.headers['ringback-timestamp']);
    const expected = createHmac('sha256', secret).update(`${timestamp}.${post?.body}`).digest('hex');
    expect(post?.url).toBe('/hook');
    expect(post?.headers['ringback-signature']).toBe(`v1=${expected}`);
    expect(Number(timestamp) * 1000).toBeLessThanOrEqual(ledger.clock.at);
    expect(JSON.parse(post?.body ?? '')).toMatchObject({
      id: Number(post?.headers['ringback-delivery']),
      type: 'callback.escalated',
      callbackId: id,
      step: 'overdue',
      contact: 'Brightwater',
      line: { key: 'sales' },
      reached: [{ name: 'sue', rule: 'role' }],
    });
    expect(await waiting()).toEqual([]);
  });

  test('many at once are one mail to a person, and one call each', async () => {
    const [mail, hook] = [await smtp(), await web()];
    await breach(7);
    await start().send();
    expect(mail.mails).toHaveLength(1);
    expect(mail.mails[0]?.raw).toContain('Subject: 7 callbacks are overdue');
    expect(new Set(hook.posts.map(({ body }) => JSON.parse(body).callbackId)).size).toBe(7);
  });

  test('a hostile name adds no header, no recipient and no second mail', async () => {
    const mail = await smtp();
    await web();
    const name =
      'Eve\r\nBcc: victim@example.com\r\nX-Evil: yes\r\n\r\n.\r\nMAIL FROM:<x@example.com>\r\n, <other@example.com>';
    await breach(1, { name });
    await start().send();
    expect(mail.mails).toHaveLength(1);
    expect(mail.mails[0]?.to).toEqual(['sue@example.com']);
    const head = (mail.mails[0]?.raw ?? '').split(/\r?\n\r?\n/)[0] ?? '';
    expect(head).not.toMatch(/^(bcc|x-evil|cc):/im);
    expect(head.match(/^to:/gim)).toHaveLength(1);
    expect(head.match(/^subject:/gim)).toHaveLength(1);
  });

  test('the name of a person is no second address', async () => {
    const mail = await smtp();
    await web();
    await ledger.query("update users set name = 'sue <x@example.com>, y@example.com' where login = 'sue'");
    await breach(1);
    await start().send();
    await ledger.query("update users set name = 'sue' where login = 'sue'");
    expect(mail.mails.map(({ to }) => to)).toEqual([['sue@example.com']]);
  });

  test('nothing is lost while the servers are down, or we are: it goes out when they are back, once', async () => {
    await breach(2);
    const down = start();
    await down.send();
    const seen = await waiting();
    expect(seen.map(({ channel }) => channel)).toEqual(['mail', 'webhook', 'webhook']);
    expect(seen.filter(({ tries }) => tries > 0).map(({ error }) => error)).toEqual([
      expect.stringMatching(/ECONNREFUSED/),
      expect.stringMatching(/ECONNREFUSED/),
    ]);
    const states = await ledger.database.db.transaction((tx) => deliveryStore(tx).states(ledger.clock.at));
    const checks = outsideChecks(states, down.ways, ledger.clock.at + 11 * minute);
    expect(checks.map(({ name, ok, says }) => [name, ok, says])).toEqual([
      ['mail', false, 'outgoing.stuck'],
      ['webhook', false, 'outgoing.stuck'],
    ]);
    expect(checks[0]?.detail).toMatch(/1 notices wait since .*ECONNREFUSED/);
    // An hour of trying, and a start of the service anew, later.
    for (let n = 0; n < 10; n += 1) {
      ledger.clock.at += 6 * minute;
      await (n === 5 ? start() : down).send();
    }
    const [mail, hook] = [await smtp(), await web()];
    ledger.clock.at += 2 * minute;
    await start().send();
    expect(mail.mails).toHaveLength(1);
    expect(hook.posts).toHaveLength(2);
    ledger.clock.at += 60 * minute;
    await start().send();
    expect(mail.mails).toHaveLength(1);
    expect(hook.posts).toHaveLength(2);
    expect(await waiting()).toEqual(expect.not.arrayContaining([expect.objectContaining({ over: false })]));
  });

  test('a server that dies between taking and sending leaves it to the next one', async () => {
    await breach(1);
    await ledger.database.db.transaction((tx) => deliveryStore(tx).take('mail', ledger.clock.at, 90_000));
    const mail = await smtp();
    await web();
    const { send } = start();
    await send();
    expect(mail.mails).toHaveLength(0);
    ledger.clock.at += 2 * minute;
    await send();
    expect(mail.mails).toHaveLength(1);
  });

  test('two servers send each once', async () => {
    const [mail, hook] = [await smtp(), await web()];
    await breach(6);
    await Promise.all([start().send(), start().send(), start().send()]);
    expect(mail.mails).toHaveLength(1);
    expect(hook.posts).toHaveLength(6);
  });

  test('a redirect is not followed, and a refusal is given up after some tries, visibly', async () => {
    await smtp();
    const hook = await web();
    hook.answer.status = 302;
    await breach(1);
    const { send, ways } = start();
    for (let n = 0; n < 10; n += 1) {
      await send();
      ledger.clock.at += 13 * 60 * minute;
    }
    expect(new Set(hook.posts.map(({ url }) => url))).toEqual(new Set(['/hook']));
    expect(hook.posts).toHaveLength(7);
    expect(await waiting()).toContainEqual({
      channel: 'webhook',
      tries: 7,
      error: 'answered 302',
      sent: false,
      over: true,
    });
    const states = await ledger.database.db.transaction((tx) => deliveryStore(tx).states(ledger.clock.at));
    expect(outsideChecks(states, ways, ledger.clock.at)[1]).toMatchObject({ ok: false, says: 'outgoing.givenUp' });
  });

  test('a webhook in trouble is asked again, and the mails go on meanwhile', async () => {
    const [mail, hook] = [await smtp(), await web()];
    hook.answer.status = 503;
    await breach(1);
    const { send } = start();
    await send();
    expect(mail.mails).toHaveLength(1);
    expect(hook.posts).toHaveLength(1);
    await send();
    expect(hook.posts).toHaveLength(1);
    hook.answer.status = 200;
    ledger.clock.at += minute;
    await send();
    const ids = hook.posts.map(({ headers }) => headers['ringback-delivery']);
    expect(ids).toHaveLength(2);
    expect(new Set(ids).size).toBe(1);
  });

  test('one recipient whom the mail server refuses keeps no other mail back', async () => {
    const mail = await smtp();
    await web();
    await ledger.query("update users set role = 'supervisor', email = 'refused@example.com' where login = 'bob'");
    await breach(1);
    const { send } = start();
    await send();
    expect(mail.mails.map(({ to }) => to)).toEqual([['sue@example.com']]);
    expect((await waiting()).filter(({ over }) => !over)).toEqual([
      { channel: 'mail', tries: 1, error: expect.stringContaining('550'), sent: false, over: false },
    ]);
    await ledger.query("update users set role = 'agent', email = null where login = 'bob'");
  });

  test('a wrong password concerns all mails: none is given up, and they go out when it is mended', async () => {
    const mail = await smtp('mended');
    await web();
    await breach(1);
    const all = config;
    const withPassword = (password: string) => {
      const { mail } = readConfig({
        RINGBACK_SMTP_URL: `smtp://me:${password}@127.0.0.1:${ports.smtp}`,
        RINGBACK_MAIL_FROM: 'ringback@example.com',
      });
      config = { ...all, mail };
    };
    withPassword('wrong');
    const wrong = start();
    for (let n = 0; n < 8; n += 1) {
      await wrong.send();
      ledger.clock.at += 2 * minute;
    }
    const [held] = (await waiting()).filter(({ over }) => !over);
    expect(held).toMatchObject({ channel: 'mail', tries: 8, error: expect.stringContaining('535') });
    expect(held?.error).not.toContain('wrong:');
    withPassword('mended');
    await start().send();
    config = all;
    expect(mail.mails).toHaveLength(1);
  });

  test('a way that is not configured is not written for', async () => {
    const all = config;
    config = { mail: null, webhook: null, publicUrl: null };
    const before = await ledger.query('select id from deliveries');
    await breach(1);
    config = all;
    expect(await ledger.query('select id from deliveries')).toEqual(before);
    const told = await ledger.query('select 1 from notices where at = $1', [new Date(ledger.clock.at)]);
    expect(told).toHaveLength(1);
  });
});
