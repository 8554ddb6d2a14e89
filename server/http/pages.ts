import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fastifyStatic from '@fastify/static';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { newNonce } from '../platform/ids.ts';
import { problem } from './problems.ts';
import { pagePolicy } from './security-headers.ts';

const nonceMark = '__CSP_NONCE__';

/** The built screens: files as they are, and the start page for every other address, with a nonce of its own. */
export async function servePages(app: FastifyInstance, uiDir: string | null): Promise<void> {
  const startPage = uiDir === null ? null : join(uiDir, 'index.html');
  const page = startPage !== null && existsSync(startPage) ? readFileSync(startPage, 'utf8') : null;

  function sendPage(request: FastifyRequest, reply: FastifyReply): FastifyReply {
    if (page === null)
      return reply.code(404).type('text/plain').send('The screens are not built. Run: npm run build\n');
    const nonce = newNonce();
    void reply.header('content-security-policy', pagePolicy(nonce, request.host));
    void reply.header('cache-control', 'no-store');
    return reply.code(200).type('text/html; charset=utf-8').send(page.replaceAll(nonceMark, nonce));
  }

  if (uiDir !== null && page !== null) {
    await app.register(fastifyStatic, {
      root: uiDir,
      index: false,
      allowedPath: (path) => path !== '/index.html',
      dotfiles: 'ignore',
      cacheControl: false,
      preCompressed: true,
      setHeaders: (response, path) => {
        const lasting = path.includes(`${join(uiDir, 'assets')}`);
        void response.setHeader('cache-control', lasting ? 'public, max-age=31536000, immutable' : 'no-cache');
        void response.setHeader('vary', 'accept-encoding');
        // The worker's own rule holds for what it asks: it says that a notice was shown, nothing else.
        if (/[\\/]sw\.js(\.(br|gz))?$/.test(path))
          void response.setHeader('content-security-policy', `default-src 'none'; connect-src 'self'`);
      },
    });
  }
  app.get('/', sendPage);
  app.setNotFoundHandler((request, reply) => {
    const forPeople = request.method === 'GET' && !/^\/(api|rt|metrics|health)(\/|\?|$)/.test(request.url);
    // A missing file is missing; only addresses without an ending are places in the app.
    if (forPeople && !/\.[a-z0-9]{1,8}(\?|$)/i.test(request.url)) return sendPage(request, reply);
    return reply.code(404).send(problem('not-found', request.id));
  });
}
