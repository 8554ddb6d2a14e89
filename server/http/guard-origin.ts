import type { FastifyInstance } from 'fastify';
import { isSameOrigin } from '../platform/same-origin.ts';
import { Refusal } from '../usecases/refusal.ts';

const reading = new Set(['GET', 'HEAD', 'OPTIONS']);

/** Refuses every change that another site asks for. */
export function guardOrigin(app: FastifyInstance, publicUrl: string | null): void {
  app.addHook('onRequest', async (request) => {
    if (reading.has(request.method)) return;
    // A program has a key instead of a cookie, and no browser's word for where it comes from.
    const { headers, routeOptions } = request;
    const noBrowser = headers.origin === undefined && headers['sec-fetch-site'] === undefined;
    if (routeOptions.config.access === 'token' && noBrowser) return;
    if (!isSameOrigin(request.headers, request.host, publicUrl)) throw new Refusal('foreign-origin');
  });
}
