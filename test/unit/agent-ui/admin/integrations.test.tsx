// @vitest-environment jsdom
import { afterEach, expect, test, vi } from 'vitest';
import { feedClient } from '../../../../agent-ui/src/features/admin/feed-client.tsx';
import { Integrations } from '../../../../agent-ui/src/features/admin/integrations.tsx';
import type { TokenRow } from '../../../../schema/contracts/tokens.ts';
import { aSession, draw, named, press, serve, shown, the, type, undraw, until } from '../drawn.tsx';

const crm: TokenRow = {
  id: 3,
  name: '<b>CRM</b>',
  scope: 'feed',
  hint: 'x9Qa',
  createdBy: { id: 1, name: 'Anna Keller' },
  createdAt: Date.UTC(2026, 10, 20, 9),
  lastUsedAt: null,
  revokedAt: null,
};
const wall: TokenRow = { ...crm, id: 2, name: 'Wall display', hint: 'b2Zz', revokedAt: Date.UTC(2026, 10, 21, 9) };
const secret = 'rbk_abcdefghijklmnopqrstuvwxyz012345';
vi.setConfig({ testTimeout: 20_000 });
afterEach(undraw);

test('the tokens are listed with their use and maker, those that were ended last and without a button', async () => {
  serve({ 'GET tokens': [wall, crm] });
  await draw(<Integrations />, { session: aSession('admin') });
  await until(() => expect(document.querySelectorAll('tbody tr')).toHaveLength(2));
  const rows = [...document.querySelectorAll('tbody tr')].map(({ textContent }) => textContent);
  expect(rows[0]).toContain('<b>CRM</b> …x9QaHears the feedneverAnna Keller');
  expect(rows[1]).toContain('Wall display');
  expect(rows[1]).toContain('revoked ');
  expect(named('button', /^Revoke/)).toHaveLength(1);
});

test('a new token is made by the name of its program and its secret is shown once', async () => {
  const asked = serve({ 'GET tokens': [], 'POST tokens': { token: crm, secret } });
  await draw(<Integrations />, { session: aSession('admin') });
  await until(() => expect(shown()).toContain('No program listens yet.'));
  await press(the('button', 'Create token'));
  await until(() => expect(the('button[type="submit"]', 'Create and show once').getAttribute('disabled')).toBe(''));
  await type(the<HTMLInputElement>('input', 'Name of the program'), 'our CRM');
  await press(the('button[type="submit"]', 'Create and show once'));
  await until(() => expect(the<HTMLInputElement>('input', 'Token of <b>CRM</b>').value).toBe(secret));
  expect(asked.find(({ what }) => what === 'POST tokens')?.body).toEqual({ name: 'our CRM', scope: 'feed' });
  await press(the('button[type="submit"]', 'Done'));
  await until(() => expect(document.querySelector(`input[value="${secret}"]`)).toBeNull());
});

test('a token that asks for callbacks is chosen as such, and shown with a request instead of a listener', async () => {
  const asking: TokenRow = { ...crm, name: 'web shop', scope: 'callbacks' };
  const asked = serve({ 'GET tokens': [asking], 'POST tokens': { token: asking, secret } });
  await draw(<Integrations />, { session: aSession('admin') });
  await until(() => expect(shown()).toContain('web shop …x9QaAsks for callbacks'));
  await press(the('button', 'Create token'));
  await until(() => expect(shown()).toContain('It can change nothing.'));
  await type(the<HTMLInputElement>('input', 'Name of the program'), 'web shop');
  await press(the('input', 'What the program may do'));
  await until(() => expect(named('[role="option"]', 'Asks for callbacks')).toHaveLength(1));
  await press(the('[role="option"]', 'Asks for callbacks'));
  await until(() => expect(shown()).toContain('It sees and changes nothing else.'));
  await press(the('button[type="submit"]', 'Create and show once'));
  await until(() => expect(the<HTMLInputElement>('input', 'Token of web shop').value).toBe(secret));
  expect(asked.find(({ what }) => what === 'POST tokens')?.body).toEqual({ name: 'web shop', scope: 'callbacks' });
  const dialog = document.querySelector('[role="dialog"]')?.textContent ?? '';
  expect([dialog.includes('/api/v1/requests'), dialog.includes('WebSocket')]).toEqual([true, false]);
});

test('revoking first says who stops hearing and what stays', async () => {
  const asked = serve({ 'GET tokens': [crm], 'DELETE tokens/3': {} });
  await draw(<Integrations />, { session: aSession('admin') });
  await until(() => expect(named('button', 'Revoke <b>CRM</b>')).toHaveLength(1));
  await press(the('button', 'Revoke <b>CRM</b>'));
  await until(() => expect(shown()).toContain('is disconnected at once and cannot come back.'));
  expect(shown()).toContain('It was never used.');
  expect(shown()).toContain('Other tokens, calls and callbacks are not touched.');
  expect(asked.some(({ what }) => what.startsWith('DELETE'))).toBe(false);
  await press(the('button[type="submit"]', 'Revoke'));
  await until(() => expect(asked.map(({ what }) => what)).toContain('DELETE tokens/3'));
});

test('the client is ten lines and speaks to this very service', () => {
  const code = feedClient('https://ringback.example');
  expect(code.trim().split('\n')).toHaveLength(10);
  expect(code).toContain('wss://ringback.example/api/v1/stream');
});
