import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { IdParam } from '../../../schema/contracts/common.ts';
import { DuplicateRow, MergeContacts, MergePreview, MergeQuery } from '../../../schema/contracts/contact-merges.ts';
import { ContactDetail } from '../../../schema/contracts/contacts.ts';
import { mergeContacts } from '../../usecases/merge-contacts.ts';
import { findDuplicates, previewMerge } from '../../usecases/preview-merge.ts';
import { readContact } from '../../usecases/read-contact.ts';
import { actorOf } from '../access.ts';
import type { HttpDeps } from '../ports.ts';

const params = z.object({ id: IdParam });

/** Contacts that turn out to be one person. */
export const contactMergeRoutes: FastifyPluginAsyncZod<{ deps: HttpDeps }> = async (app, { deps }) => {
  const { house } = deps;

  app.get(
    '/contacts/:id/duplicates',
    { config: { access: 'agent' }, schema: { params, response: { 200: z.array(DuplicateRow) } } },
    (request) => findDuplicates(house, request.params.id),
  );

  app.get(
    '/contacts/:id/merge-preview',
    { config: { access: 'agent' }, schema: { params, querystring: MergeQuery, response: { 200: MergePreview } } },
    (request) => previewMerge(house, actorOf(request), request.params.id, request.query.with),
  );

  app.post(
    '/contacts/:id/merge',
    { config: { access: 'agent' }, schema: { params, body: MergeContacts, response: { 200: ContactDetail } } },
    async (request) => {
      await mergeContacts(house, actorOf(request), request.params.id, request.body);
      return readContact(house, request.params.id);
    },
  );
};
