import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { mayUse } from '../../../server/http/access.ts';
import { openWeb, type Web } from '../../support/web.ts';

let web: Web;
beforeAll(async () => {
  web = await openWeb();
});
afterAll(() => web.close());

/** Routes by the least role that may use them; a new route must be entered here. */
const least = {
  anyone: [
    'DELETE nothing',
    'GET /api/v1/demo-accounts',
    'GET /api/v1/links/:token',
    'GET /api/v1/openapi.json',
    'GET /api/v1/public/ticket',
    'POST /api/v1/password',
    'POST /api/v1/public/requests',
    'POST /api/v1/session',
    'POST /api/v1/setup',
  ].slice(1),
  token: ['GET /api/v1/wall', 'POST /api/v1/requests'],
  supervisor: [
    'DELETE /api/v1/absences/:id',
    'DELETE /api/v1/do-not-call/:number',
    'GET /api/v1/absences',
    'GET /api/v1/agents',
    'GET /api/v1/contacts/:id/export',
    'GET /api/v1/devices',
    'GET /api/v1/hours',
    'GET /api/v1/people',
    'GET /api/v1/presence/days',
    'GET /api/v1/recordings',
    'GET /api/v1/rules',
    'GET /api/v1/statement',
    'GET /api/v1/statement.csv',
    'GET /api/v1/wall/signed-in',
    'POST /api/v1/agents/:id/pause',
    'POST /api/v1/agents/:id/ready',
    'POST /api/v1/callbacks/:id/assign',
    'POST /api/v1/callbacks/acknowledge',
    'POST /api/v1/callbacks/assign',
    'POST /api/v1/callbacks/close',
    'POST /api/v1/calls/:id/restore',
    'POST /api/v1/hours/:id/preview',
    'POST /api/v1/people/:id/absences',
    'POST /api/v1/rules/company/dry-run',
    'POST /api/v1/rules/lines/:id/dry-run',
  ],
  admin: [
    'DELETE /api/v1/tokens/:id',
    'GET /api/v1/audit',
    'GET /api/v1/contacts/:id/erasure',
    'GET /api/v1/lines/:id/leaving',
    'GET /api/v1/people/:id/leaving',
    'GET /api/v1/tokens',
    'PATCH /api/v1/devices/:id',
    'PATCH /api/v1/lines/:id',
    'PATCH /api/v1/people/:id',
    'POST /api/v1/contacts/:id/erase',
    'POST /api/v1/devices',
    'POST /api/v1/lines/:id/retire',
    'POST /api/v1/people',
    'POST /api/v1/people/:id/password-link',
    'POST /api/v1/recordings/:id/links',
    'POST /api/v1/recordings/:id/links/:linkId/detach',
    'POST /api/v1/tokens',
    'PUT /api/v1/hours/:id',
    'PUT /api/v1/rules/company',
    'PUT /api/v1/rules/lines/:id',
  ],
};

describe('every route and every role', () => {
  const withoutHeads = () => [...web.app.accessTable].filter(([route]) => !route.startsWith('HEAD '));

  test('the least role of each route is what was decided', () => {
    for (const [access, routes] of Object.entries(least)) {
      const found = withoutHeads().flatMap(([route, said]) => (said === access ? [route] : []));
      expect(found.sort()).toEqual(routes);
    }
    expect(withoutHeads().filter(([, said]) => said === 'agent').length).toBeGreaterThan(20);
  });

  test('who may not is told so before anything else is looked at', async () => {
    const browsers = [
      { role: null, browser: web.browser() },
      { role: 'agent' as const, browser: await web.as('amy') },
      { role: 'supervisor' as const, browser: await web.as('sue') },
      { role: 'admin' as const, browser: await web.as('ann') },
    ];
    for (const [route, access] of withoutHeads()) {
      const [method = '', url = ''] = route.split(' ');
      // Signing out would end the browser's own session in the middle.
      if (route === 'DELETE /api/v1/session') continue;
      for (const { role, browser } of browsers) {
        const path = url.replace(/:token/, 'x'.repeat(30)).replace(/:\w+/g, '999999');
        const answer = await browser.call(method as 'GET', path, method === 'GET' ? undefined : {});
        const refused = answer.code === 'unauthenticated' || answer.code === 'forbidden';
        expect({ route, role, refused }).toEqual({ route, role, refused: !mayUse(access, role) });
        if (refused) expect(answer.status).toBe(role === null || access === 'token' ? 401 : 403);
        else expect({ route, role, broken: answer.status >= 500 }).toEqual({ route, role, broken: false });
      }
    }
  });

  test('a foreign page can change nothing, whoever is signed in', async () => {
    const admin = await web.as('ann');
    for (const [route] of withoutHeads()) {
      const [method = '', url = ''] = route.split(' ');
      if (method === 'GET') continue;
      const path = url.replace(/:\w+/g, '1');
      const answer = await admin.call(method as 'POST', path, {}, { origin: 'http://localhost.evil.example' });
      expect({ route, code: answer.code }).toEqual({ route, code: 'foreign-origin' });
    }
  });

  test('what an admin changes is on the record, readable by admins', async () => {
    const admin = await web.as('ann');
    await admin.call('PATCH', `devices/${web.ledger.ids.bobsPhone}`, { userId: web.ledger.ids.sue });
    const { body } = await admin.get('audit?limit=1');
    expect(body.rows).toMatchObject([
      {
        actor: { name: 'ann' },
        action: 'device.given',
        subject: `device:${web.ledger.ids.bobsPhone}`,
        detail: { from: web.ledger.ids.bob, to: web.ledger.ids.sue },
      },
    ]);
    expect((await admin.get(`audit?limit=1&cursor=${body.next}`)).body.rows[0].id).toBeLessThan(body.rows[0].id);
  });
});
