import rateLimit from '@fastify/rate-limit';
import type { FastifyInstance } from 'fastify';
import { Refusal } from '../usecases/refusal.ts';

/** Requests to the interface from one address in a minute, counted before anything else is done for them. */
export async function guardFlood(app: FastifyInstance, mostAMinute: number): Promise<void> {
  await app.register(rateLimit, { global: false, cache: 10_000 });
  const count = app.createRateLimit({ max: mostAMinute, timeWindow: 60_000 });
  app.addHook('onRequest', async (request, reply) => {
    if (!request.url.startsWith('/api/')) return;
    const counted = await count(request);
    if (counted.isAllowed || !counted.isExceeded) return;
    void reply.header('retry-after', counted.ttlInSeconds);
    throw new Refusal('too-many-tries');
  });
}
