import { timingSafeEqual } from 'node:crypto';
import type { FastifyRequest } from 'fastify';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import type { Registry } from 'prom-client';
import { isFromHere, sessionCookie } from '../../platform/same-origin.ts';
import { findSession } from '../../usecases/find-session.ts';
import { Refusal } from '../../usecases/refusal.ts';
import { mayUse } from '../access.ts';
import { exposed } from '../metrics.ts';
import type { HttpDeps } from '../ports.ts';

/** For those who watch the service: is it up, what is wrong, how much does it do. */
export const healthRoutes: FastifyPluginAsyncZod<{ deps: HttpDeps; registry: Registry }> = async (
  app,
  { deps, registry },
) => {
  async function mayWatch(request: FastifyRequest): Promise<boolean> {
    if (isFromHere(request)) return true;
    const { metricsToken } = deps;
    const shown = request.headers.authorization ?? '';
    if (metricsToken !== null && same(shown, `Bearer ${metricsToken}`)) return true;
    const session = await findSession(deps.house, request.cookies[sessionCookie]);
    return mayUse('admin', session?.role ?? null);
  }

  app.get('/health', async () => ({ ok: true }));

  app.get('/health/deep', async (request, reply) => {
    if (!(await mayWatch(request))) throw new Refusal('forbidden');
    const checks = await deps.health.checks();
    const ok = checks.every((check) => check.ok);
    return reply.code(ok ? 200 : 503).send({ ok, version: deps.version, checks });
  });

  app.get('/metrics', async (request, reply) => {
    if (!(await mayWatch(request))) throw new Refusal('forbidden');
    return reply.type(registry.contentType).send(await exposed(registry, await deps.health.figures()));
  });
};

function same(shown: string, wanted: string): boolean {
  const [a, b] = [Buffer.from(shown), Buffer.from(wanted)];
  return a.length === b.length && timingSafeEqual(a, b);
}
