import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { NoteView } from '../../../schema/contracts/calls.ts';
import { Id, IdParam, PageQuery, page } from '../../../schema/contracts/common.ts';
import {
  ChooseMatch,
  ContactDetail,
  ContactQuery,
  ContactRow,
  EditContact,
  NewContact,
  NewNote,
  OrganisationDetail,
  TimelinePage,
} from '../../../schema/contracts/contacts.ts';
import { addNote } from '../../usecases/add-note.ts';
import { chooseMatch } from '../../usecases/choose-match.ts';
import { editContact } from '../../usecases/edit-contact.ts';
import { readContact } from '../../usecases/read-contact.ts';
import { readOrganisation } from '../../usecases/read-organisation.ts';
import { readTimeline } from '../../usecases/read-timeline.ts';
import { saveContact } from '../../usecases/save-contact.ts';
import { searchContacts, searchOrganisations } from '../../usecases/search-contacts.ts';
import { actorOf } from '../access.ts';
import type { HttpDeps } from '../ports.ts';

const params = z.object({ id: IdParam });
const OrganisationRow = z.object({ id: Id, name: z.string(), contacts: z.number().int() });
const OrganisationQuery = z.object({ q: z.string().max(100).optional() });

/** People and companies: who they are and what was said. */
export const contactRoutes: FastifyPluginAsyncZod<{ deps: HttpDeps }> = async (app, { deps }) => {
  const { house } = deps;

  app.get(
    '/contacts',
    { config: { access: 'agent' }, schema: { querystring: ContactQuery, response: { 200: page(ContactRow) } } },
    (request) => searchContacts(house, request.query),
  );

  app.post(
    '/contacts',
    { config: { access: 'agent' }, schema: { body: NewContact, response: { 201: ContactDetail } } },
    async (request, reply) => {
      const id = await saveContact(house, actorOf(request), request.body);
      return reply.code(201).send(await readContact(house, id));
    },
  );

  app.get(
    '/contacts/:id',
    { config: { access: 'agent' }, schema: { params, response: { 200: ContactDetail } } },
    (request) => readContact(house, request.params.id),
  );

  app.patch(
    '/contacts/:id',
    { config: { access: 'agent' }, schema: { params, body: EditContact, response: { 200: ContactDetail } } },
    async (request) => {
      await editContact(house, actorOf(request), request.params.id, request.body);
      return readContact(house, request.params.id);
    },
  );

  app.get(
    '/contacts/:id/timeline',
    { config: { access: 'agent' }, schema: { params, querystring: PageQuery, response: { 200: TimelinePage } } },
    (request) => readTimeline(house, request.params.id, request.query.cursor, request.query.limit),
  );

  app.post(
    '/contacts/:id/notes',
    { config: { access: 'agent' }, schema: { params, body: NewNote, response: { 201: NoteView } } },
    async (request, reply) =>
      reply.code(201).send(await addNote(house, actorOf(request), request.params.id, request.body)),
  );

  app.post('/matches', { config: { access: 'agent' }, schema: { body: ChooseMatch } }, async (request, reply) => {
    const actor = actorOf(request);
    const { number, contactId } = request.body;
    deps.live.chosen(await chooseMatch(house, actor, number, contactId), actor.id, contactId);
    return reply.code(204).send();
  });

  app.get(
    '/organisations',
    {
      config: { access: 'agent' },
      schema: { querystring: OrganisationQuery, response: { 200: z.array(OrganisationRow) } },
    },
    (request) => searchOrganisations(house, request.query.q),
  );

  app.get(
    '/organisations/:id',
    { config: { access: 'agent' }, schema: { params, response: { 200: OrganisationDetail } } },
    (request) => readOrganisation(house, request.params.id),
  );
};
