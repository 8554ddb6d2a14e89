import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { brotliCompressSync, brotliDecompressSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openWeb, type Web } from '../../support/web.ts';

let web: Web;
let uiDir: string;
beforeAll(async () => {
  uiDir = mkdtempSync(join(tmpdir(), 'rb-ui-'));
  mkdirSync(join(uiDir, 'assets'));
  writeFileSync(join(uiDir, 'index.html'), '<meta name="csp-nonce" content="__CSP_NONCE__"><div id="root"></div>');
  writeFileSync(join(uiDir, 'assets/app-1a2b.js'), 'console.log(1)');
  writeFileSync(join(uiDir, 'assets/app-1a2b.js.br'), brotliCompressSync('console.log(1)'));
  writeFileSync(join(uiDir, '.secret'), 'no');
  web = await openWeb({ uiDir, metricsToken: 'a-long-metrics-token' });
});
afterAll(async () => {
  await web.close();
  rmSync(uiDir, { recursive: true });
});

const get = (url: string, headers: Record<string, string> = {}) => web.app.inject({ method: 'GET', url, headers });

describe('the start page', () => {
  test('is served for every place in the app, with a fresh nonce that the policy names', async () => {
    const [one, two] = [await get('/'), await get('/contacts/12')];
    const nonces = [one, two].map((page) => /content="([\w-]+)"/.exec(page.body)?.[1]);
    expect(new Set(nonces).size).toBe(2);
    const policy = String(one.headers['content-security-policy']);
    expect(policy).toContain(`style-src 'self' 'nonce-${nonces[0]}'`);
    expect(policy).toContain(`script-src 'self';`);
    expect(policy).not.toMatch(/unsafe/);
    expect(one.headers).toMatchObject({
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
      'x-frame-options': 'DENY',
    });
  });

  test('never takes the place of a missing file or of the interface', async () => {
    expect((await get('/assets/old.js')).statusCode).toBe(404);
    expect((await get('/api/v2/x')).json().error.code).toBe('not-found');
    expect((await get('/.secret')).body).not.toBe('no');
    expect((await get('/assets/..%2f..%2f..%2fetc%2fpasswd')).body).not.toContain('root:');
    expect((await get('/index.html')).body).not.toContain('__CSP_NONCE__');
  });

  test('brings files that last', async () => {
    const file = await get('/assets/app-1a2b.js');
    expect([file.statusCode, file.body]).toEqual([200, 'console.log(1)']);
    expect(file.headers['cache-control']).toBe('public, max-age=31536000, immutable');
    expect((await get('/')).headers['strict-transport-security']).toBeUndefined();
  });

  test('packed, for a browser that unpacks them', async () => {
    const file = await get('/assets/app-1a2b.js', { 'accept-encoding': 'gzip, deflate, br' });
    expect(file.headers).toMatchObject({
      'content-encoding': 'br',
      'content-type': 'application/javascript; charset=utf-8',
      'cache-control': 'public, max-age=31536000, immutable',
    });
    expect(String(file.headers.vary)).toMatch(/accept-encoding/i);
    expect(brotliDecompressSync(file.rawPayload).toString()).toBe('console.log(1)');
  });
});

describe('those who watch the service', () => {
  test('see that it is up', async () => {
    expect((await get('/health')).json()).toEqual({ ok: true });
  });

  test('see more from this machine, with the token, or as an admin', async () => {
    expect((await get('/health/deep')).json()).toMatchObject({ ok: true, checks: [{ name: 'database' }] });
    expect((await get('/metrics')).body).toContain('ringback_http_request_seconds_bucket');
    const outside = { 'x-forwarded-for': '203.0.113.9' };
    expect((await get('/metrics', outside)).json().error.code).toBe('forbidden');
    expect((await get('/metrics', { ...outside, authorization: 'Bearer a-long-metrics-token' })).statusCode).toBe(200);
    expect((await get('/metrics', { ...outside, authorization: 'Bearer a-long-metrics-tokem' })).statusCode).toBe(403);
    const [admin, amy] = [await web.as('ann'), await web.as('amy')];
    expect((await admin.get('/health/deep', outside)).status).toBe(200);
    expect((await amy.get('/health/deep', outside)).status).toBe(403);
  });
});

describe('openapi.json', () => {
  test('describes every route', async () => {
    const described = (await get('/api/v1/openapi.json')).json();
    expect(described.openapi).toBe('3.1.0');
    const routes = [...web.app.accessTable.keys()].filter((route) => !/^HEAD|openapi/.test(route));
    for (const route of routes) {
      const [method = '', url = ''] = route.split(' ');
      const path = url.replace(/:(\w+)/g, '{$1}');
      expect({ route, there: described.paths[path]?.[method.toLowerCase()] !== undefined }).toEqual({
        route,
        there: true,
      });
    }
    expect(described.paths['/api/v1/dial'].post.responses).toHaveProperty('202');
    expect(described.paths['/api/v1/dial'].post.responses).toHaveProperty('4XX');
  });
});

describe('without a demonstration', () => {
  test('nothing of it exists', async () => {
    const amy = await web.as('amy');
    expect((await amy.get('demo-accounts')).code).toBe('demo-only');
    expect((await amy.get('demo')).status).toBe(404);
    expect((await amy.post('demo/calls', { caller: 'known' })).code).toBe('demo-only');
  });
});
