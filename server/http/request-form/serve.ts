import type { FastifyInstance, FastifyReply } from 'fastify';
import { Language } from '../../../schema/contracts/common.ts';
import type { HttpDeps } from '../ports.ts';
import { problem } from '../problems.ts';
import { formScript, formStyle } from './assets.ts';
import { formPage } from './page.ts';

/** What the form's page may load, and who may show it in a frame: the company's own sites and nobody else. */
export function formPolicy(origins: readonly string[]): string {
  return [
    `default-src 'none'`,
    `script-src 'self'`,
    `style-src 'self'`,
    `connect-src 'self'`,
    `frame-ancestors ${origins.join(' ')}`,
    `base-uri 'none'`,
    `form-action 'none'`,
  ].join('; ');
}

/** The only page that other sites may frame. */
export function serveRequestForm(app: FastifyInstance, { house, formOrigins = [] }: HttpDeps): void {
  if (formOrigins.length === 0) {
    app.get('/request-form', (request, reply) => reply.code(404).send(problem('not-found', request.id)));
    return;
  }
  const file = (reply: FastifyReply, type: string, text: string) =>
    reply.header('cache-control', 'public, max-age=300').type(`${type}; charset=utf-8`).send(text);
  app.get('/request-form/form.css', (_request, reply) => file(reply, 'text/css', formStyle));
  app.get('/request-form/form.js', (_request, reply) => file(reply, 'text/javascript', formScript));
  app.get<{ Querystring: Record<string, unknown> }>('/request-form', async (request, reply) => {
    const { line: key, lang } = request.query;
    const line =
      typeof key === 'string' && key.length <= 100 && !key.includes('\0')
        ? await house.transact((tx) => tx.site.lineByKey(key))
        : undefined;
    if (!line) return reply.code(404).send(problem('not-found', request.id, 'line'));
    const language = Language.safeParse(lang).data ?? Language.safeParse(line.language).data ?? 'en';
    return reply
      .removeHeader('x-frame-options')
      .header('content-security-policy', formPolicy(formOrigins))
      .header('cross-origin-resource-policy', 'cross-origin')
      .header('cache-control', 'no-store')
      .type('text/html; charset=utf-8')
      .send(formPage(line.key, language));
  });
}
