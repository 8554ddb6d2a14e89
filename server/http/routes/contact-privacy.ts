import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { IdParam } from '../../../schema/contracts/common.ts';
import { EraseContact, Erased, ErasurePreview } from '../../../schema/contracts/privacy.ts';
import { eraseContact, previewErasure } from '../../usecases/erase-contact.ts';
import { exportContact } from '../../usecases/export-contact.ts';
import { actorOf } from '../access.ts';
import type { HttpDeps } from '../ports.ts';

const params = z.object({ id: IdParam });

/** What a person may ask of the company: all that is kept about them, and that it goes. */
export const contactPrivacyRoutes: FastifyPluginAsyncZod<{ deps: HttpDeps }> = async (app, { deps }) => {
  const { house, recordings } = deps;

  app.get('/contacts/:id/export', { config: { access: 'supervisor' }, schema: { params } }, async (request, reply) => {
    const all = await exportContact(house, actorOf(request), request.params.id);
    reply
      .header('content-disposition', `attachment; filename="contact-${all.contactId}.json"`)
      .header('cache-control', 'no-store')
      .type('application/json; charset=utf-8');
    return reply.send(JSON.stringify(all, null, 2));
  });

  app.get(
    '/contacts/:id/erasure',
    { config: { access: 'admin' }, schema: { params, response: { 200: ErasurePreview } } },
    (request) => previewErasure(house, request.params.id),
  );

  app.post(
    '/contacts/:id/erase',
    { config: { access: 'admin' }, schema: { params, body: EraseContact, response: { 200: Erased } } },
    (request) => eraseContact(house, actorOf(request), request.params.id, request.body.name, recordings),
  );
};
