// @vitest-environment jsdom
import { afterEach, expect, test, vi } from 'vitest';
import { HealthChecks } from '../../../../agent-ui/src/features/admin/health-checks.tsx';
import { glanceAt } from '../../../../agent-ui/src/features/admin/health-words.ts';
import type { HealthCheck } from '../../../../schema/contracts/admin.ts';
import { readSource } from '../../house/source-files.ts';
import { aSession, draw, serve, shown, undraw, until } from '../drawn.tsx';

const at = Date.UTC(2026, 10, 21, 10, 42, 7);
const events: HealthCheck = {
  name: 'events',
  ok: true,
  detail: 'Events come in.',
  says: 'events.live',
  facts: { events: 12_345, setAside: 2, failed: 0, connectedAt: at, completeToAt: at + 5000 },
};
const loop: HealthCheck = { name: 'loop', ok: true, detail: 'quick', says: 'loop', facts: { p99Ms: 3, maxMs: 40 } };
const odd: HealthCheck = { name: 'weather', ok: false, detail: '<b>Rain</b> in the rack' };
vi.setConfig({ testTimeout: 20_000 });
afterEach(undraw);

test('every sentence the service says about itself has words', () => {
  const source = readSource('server/compose/health.ts');
  const codes = [...source.matchAll(/'((?:pbx|events|commands|log|records|database|blind|ledger|loop)(?:\.\w+)?)'/g)]
    .map(([, code]) => code ?? '')
    .filter((code) => new RegExp(`says:[^\\n]*'${code}'`).test(source));
  const words: Record<string, string> = JSON.parse(readSource('agent-ui/src/features/admin/i18n/en.json'));
  expect(codes.length).toBeGreaterThan(10);
  expect(codes.filter((code) => words[`saw.${code}`] === undefined)).toEqual([]);
  for (const name of ['S1', 'S2', 'S3', 'S4', 'S5', 'S6', 'counts']) expect(words[`saw.ledger.${name}`]).toBeDefined();
});

test('what is known is told in the language of the reader, what is not is shown as it came', async () => {
  serve({ 'GET /health/deep': { ok: false, version: '0', checks: [events, loop, odd] } });
  await draw(<HealthChecks />, { language: 'fa', session: aSession('admin') });
  await until(() => expect(shown()).toContain('رویدادها می‌رسند'));
  expect(shown()).toContain('۱۲٬۳۴۵');
  expect(shown()).toContain('weather');
  expect(shown()).toContain('<b>Rain</b> in the rack');
  expect(document.querySelector('li bdi b')).toBeNull();
});

test('at a glance: since when, up to when, how much, how quick; null for what nobody told', () => {
  expect(glanceAt([events, loop])).toEqual({
    connectedAt: at,
    completeToAt: at + 5000,
    events: 12_345,
    setAside: 2,
    lookedAt: null,
    p99Ms: 3,
  });
  expect(glanceAt([{ name: 'pbx', ok: false, detail: '' }]).completeToAt).toBeNull();
});
