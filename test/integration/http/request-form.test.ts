import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { aNumber } from '../../support/call-records.ts';
import { minute } from '../../support/ledger.ts';
import { openWeb, type Web } from '../../support/web.ts';

const website = 'https://www.acme.example';
let web: Web;
let closed: Web;
beforeAll(async () => {
  [web, closed] = [
    await openWeb({ formOrigins: [website, 'https://shop.acme.example'], trustProxy: true }),
    await openWeb(),
  ];
});
beforeEach(() => {
  web.ledger.clock.at += 11 * minute;
});
afterAll(async () => {
  await web.ledger.expectAllKept();
  await Promise.all([web.close(), closed.close()]);
});

const visitor = () => web.browser();
const page = (query: string) => visitor().get(`/request-form?${query}`);
async function ticket(): Promise<string> {
  const { body } = await visitor().get('public/ticket');
  web.ledger.clock.at += body.afterMs;
  return body.ticket;
}
const send = (form: object, address = '203.0.113.7', headers = {}) =>
  visitor().call('POST', 'public/requests', form, { 'x-forwarded-for': address, ...headers });
const items = (number: string) =>
  web.ledger.query<{ id: number; state: string }>('select id, state from callbacks where number = $1', [number]);

describe('the page of the form', () => {
  test('may be framed by the sites in the list alone, and runs nothing inline', async () => {
    const { status, headers, body } = await page('line=sales&lang=en');
    expect(status).toBe(200);
    const policy = String(headers['content-security-policy']);
    expect(policy).toContain(`frame-ancestors ${website} https://shop.acme.example;`);
    expect(policy).toContain("default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'");
    expect(policy).not.toContain('unsafe');
    expect([headers['x-frame-options'], headers['x-content-type-options']]).toEqual([undefined, 'nosniff']);
    expect(body).not.toMatch(/<style|<script(?![^>]*src=)|style=|\son[a-z]+=/i);
    for (const file of ['form.css', 'form.js']) {
      const asset = await visitor().get(`/request-form/${file}`);
      expect([asset.status, asset.headers['x-frame-options']]).toEqual([200, 'DENY']);
    }
    const other = await visitor().get('/api/v1/openapi.json');
    expect(other.headers['content-security-policy']).toContain("frame-ancestors 'none'");
  });

  test('speaks four languages, the line’s when none is named; only Persian runs from right to left', async () => {
    for (const [lang, dir] of [
      ['en', 'ltr'],
      ['fa', 'rtl'],
      ['ru', 'ltr'],
      ['ka', 'ltr'],
    ]) {
      expect((await page(`line=sales&lang=${lang}`)).body).toContain(`<html lang="${lang}" dir="${dir}">`);
    }
    expect((await page('line=sales&lang=xx')).body).toContain('<html lang="en" dir="ltr">');
  });

  test('is not there for a line that is not, whatever its name', async () => {
    for (const query of [
      '',
      'line=nowhere',
      'line=%00',
      'line=%22%3E%3Cscript%3E',
      'line=sales&line=sales',
      `line=${'x'.repeat(101)}`,
    ]) {
      expect((await page(query)).status).toBe(404);
    }
  });

  test('none of it is there while no site may show it', async () => {
    const nobody = closed.browser();
    expect((await nobody.get('/request-form?line=sales')).status).toBe(404);
    expect((await nobody.get('/request-form/form.js')).status).toBe(404);
    expect((await nobody.get('public/ticket')).code).toBe('not-found');
    expect((await nobody.post('public/requests', { number: aNumber(), lineKey: 'sales', ticket: 'x' })).code).toBe(
      'not-found',
    );
  });
});

describe('a visitor who asks for a call', () => {
  test('is owed one, once, and is told the same whatever is known of the number', async () => {
    const [known, number] = [aNumber(), aNumber()];
    await web.ledger.addContact('Sara', [known]);
    const form = {
      number: number.replace('+44', '0'),
      name: 'Joe',
      note: 'prices',
      lineKey: 'sales',
      ticket: await ticket(),
    };
    const answers = [await send(form), await send({ ...form, number: known }), await send(form)];
    for (const { status, body } of answers) expect([status, body]).toEqual([202, { thanks: true }]);
    const [item, ...more] = await items(number);
    expect(more).toEqual([]);
    const detail = (await (await web.as('sue')).get(`callbacks/${item?.id}`)).body;
    expect(detail).toMatchObject({ origin: 'requested', state: 'open', note: 'Joe: prices', line: { key: 'sales' } });
    expect(detail.events).toMatchObject([{ type: 'opened', detail: { via: 'form' } }]);
  });

  test('asks five times in ten minutes at most from one address; others are not held up', async () => {
    const form = { lineKey: 'sales', ticket: await ticket() };
    const codes = [];
    for (let n = 0; n < 6; n += 1) codes.push((await send({ ...form, number: aNumber() }, '203.0.113.9')).status);
    expect(codes).toEqual([202, 202, 202, 202, 202, 429]);
    const other = aNumber();
    expect((await send({ ...form, number: other }, '203.0.113.10')).status).toBe(202);
    expect(await items(other)).toHaveLength(1);
    web.ledger.clock.at += 10 * minute;
    expect((await send({ ...form, number: aNumber() }, '203.0.113.9')).status).toBe(202);
  });

  test('is told kindly which numbers cannot be called; nothing is opened for them', async () => {
    const given = await ticket();
    let address = 20;
    for (const [number, code] of [
      ['999', 'emergency-number'],
      ['09001234567', 'premium-number'],
      ['+15005550006', 'foreign-number'],
      ['1234', 'short-number'],
      ['<script>', 'bad-number'],
      ['+44 7700 900123\r\nAction: Originate', 'bad-number'],
    ]) {
      address += 1;
      const answer = await send({ number, lineKey: 'sales', ticket: given }, `203.0.113.${address}`);
      expect({ number, status: answer.status, code: answer.code }).toEqual({ number, status: 422, code });
    }
  });

  test('a machine gets the same answer and opens nothing', async () => {
    const [quick, trapped] = [aNumber(), aNumber()];
    const fresh = (await visitor().get('public/ticket')).body.ticket;
    const form = { lineKey: 'sales', ticket: fresh };
    const early = await send({ ...form, number: quick }, '203.0.113.40');
    web.ledger.clock.at += minute;
    const filled = await send({ ...form, number: trapped, companyFax: '555' }, '203.0.113.40');
    expect([early.body, filled.body]).toEqual([{ thanks: true }, { thanks: true }]);
    expect([await items(quick), await items(trapped)]).toEqual([[], []]);
  });

  test('a form that lay open too long, or was never opened here, is told so and loses nothing', async () => {
    const number = aNumber();
    const old = await ticket();
    web.ledger.clock.at += 13 * 60 * minute;
    const forged = `${web.ledger.clock.at - minute}.${'A'.repeat(43)}`;
    for (const bad of [old, forged, '', 'x'.repeat(150)]) {
      expect((await send({ number, lineKey: 'sales', ticket: bad }, '203.0.113.50')).code).toBe('conflict');
    }
    expect((await send({ number, lineKey: 'sales', ticket: await ticket() }, '203.0.113.50')).status).toBe(202);
    expect(await items(number)).toHaveLength(1);
  });

  test('pages of other sites cannot send it, and what is not the form is refused', async () => {
    const form = { number: aNumber(), lineKey: 'sales', ticket: await ticket() };
    for (const origin of [website, 'https://evil.example', 'null']) {
      expect((await send(form, '203.0.113.60', { origin })).code).toBe('foreign-origin');
    }
    for (const more of [
      { when: web.ledger.clock.at },
      { number: 7 },
      { note: 'x'.repeat(1001) },
      { lineKey: undefined },
    ]) {
      expect((await send({ ...form, ...more }, '203.0.113.60')).code).toBe('bad-request');
    }
    expect(await items(form.number)).toEqual([]);
  });
});
