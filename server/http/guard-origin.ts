import type { FastifyInstance } from 'fastify';
import { isSameOrigin } from '../platform/same-origin.ts';
import { Refusal } from '../usecases/refusal.ts';

const reading = new Set(['GET', 'HEAD', 'OPTIONS']);

/** Refuses every change that another site asks for. */
export function guardOrigin(app: FastifyInstance, publicUrl: string | null): void {
  app.addHook('onRequest', async (request) => {
    if (reading.has(request.method)) return;
    if (!isSameOrigin(request.headers, request.host, publicUrl)) throw new Refusal('foreign-origin');
  });
}
