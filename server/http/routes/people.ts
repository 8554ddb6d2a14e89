import type { FastifyRequest } from 'fastify';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { EditPerson, NewPerson, PasswordLink, PersonRow } from '../../../schema/contracts/admin.ts';
import { IdParam } from '../../../schema/contracts/common.ts';
import { PersonLeaving } from '../../../schema/contracts/leaving.ts';
import { makePasswordLink, type NewLink } from '../../usecases/access-link.ts';
import { addPerson } from '../../usecases/add-person.ts';
import { editPerson } from '../../usecases/edit-person.ts';
import { checkHeir, handOverFromDisabled } from '../../usecases/hand-over.ts';
import { personLeaving } from '../../usecases/leaving-person.ts';
import { listPeople, readPerson } from '../../usecases/list-people.ts';
import { releaseAllOf } from '../../usecases/release-callback.ts';
import { actorOf } from '../access.ts';
import type { HttpDeps } from '../ports.ts';

const params = z.object({ id: IdParam });

/** Who works here and what they may do. */
export const peopleRoutes: FastifyPluginAsyncZod<{ deps: HttpDeps }> = async (app, { deps }) => {
  const { house } = deps;
  const linkFor = (request: FastifyRequest, { token, expiresAt }: NewLink) => {
    const base = deps.publicUrl ?? `${request.protocol}://${request.host}`;
    return { url: `${base}/password/${token}`, expiresAt };
  };

  app.get('/people', { config: { access: 'supervisor' }, schema: { response: { 200: z.array(PersonRow) } } }, () =>
    listPeople(house),
  );

  app.post(
    '/people',
    {
      config: { access: 'admin' },
      schema: { body: NewPerson, response: { 201: z.object({ person: PersonRow, link: PasswordLink }) } },
    },
    async (request, reply) => {
      const { userId, link } = await addPerson(house, actorOf(request), request.body);
      return reply.code(201).send({ person: await readPerson(house, userId), link: linkFor(request, link) });
    },
  );

  app.patch(
    '/people/:id',
    { config: { access: 'admin' }, schema: { params, body: EditPerson, response: { 200: PersonRow } } },
    async (request) => {
      const { id } = request.params;
      const { handTo, ...changes } = request.body;
      if (handTo !== undefined) await checkHeir(house, id, handTo);
      const { signedOut, disabled } = await editPerson(house, actorOf(request), id, changes);
      if (disabled) {
        await releaseAllOf(house, id, 'disabled');
        const named = handTo === undefined ? null : { from: id, to: handTo };
        await handOverFromDisabled(house, actorOf(request).id, named);
      }
      if (signedOut) deps.sessions.signedOut(id);
      return readPerson(house, id);
    },
  );

  app.get(
    '/people/:id/leaving',
    { config: { access: 'admin' }, schema: { params, response: { 200: PersonLeaving } } },
    (request) => personLeaving(house, request.params.id),
  );

  app.post(
    '/people/:id/password-link',
    { config: { access: 'admin' }, schema: { params, response: { 200: PasswordLink } } },
    async (request) => linkFor(request, await makePasswordLink(house, actorOf(request), request.params.id)),
  );
};
