import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { CallbackView } from '../../../schema/contracts/callbacks.ts';
import { Id, IdParam } from '../../../schema/contracts/common.ts';
import { Absence, AbsenceRow, Notices, ReadNotices } from '../../../schema/contracts/notices.ts';
import { addAbsence, endAbsence, listAbsences } from '../../usecases/absences.ts';
import { acknowledge, markNoticesRead, readNotices } from '../../usecases/acknowledge.ts';
import { readCallback } from '../../usecases/read-board.ts';
import { actorOf } from '../access.ts';
import type { HttpDeps } from '../ports.ts';
import { eachOf } from './each-of.ts';

const params = z.object({ id: IdParam });
const Ids = z.array(Id).min(1).max(200);
const Changed = z.object({ changed: z.number().int() });

/** The ladder as people meet it: what they were told, that they know of it, and who stands in while they are away. */
export const noticeRoutes: FastifyPluginAsyncZod<{ deps: HttpDeps }> = async (app, { deps }) => {
  const { house } = deps;

  app.get('/notices', { config: { access: 'agent' }, schema: { response: { 200: Notices } } }, (request) =>
    readNotices(house, actorOf(request).id),
  );

  app.post(
    '/notices/read',
    {
      config: { access: 'agent' },
      schema: { body: ReadNotices, response: { 200: z.object({ unread: z.number().int() }) } },
    },
    async (request) => ({
      unread: await markNoticesRead(house, actorOf(request).id, request.body.ids ?? null),
    }),
  );

  app.post(
    '/callbacks/:id/acknowledge',
    { config: { access: 'agent' }, schema: { params, response: { 200: CallbackView } } },
    async (request) => {
      const { id } = request.params;
      await acknowledge(house, actorOf(request), id);
      return readCallback(house, id);
    },
  );

  app.post(
    '/callbacks/acknowledge',
    { config: { access: 'supervisor' }, schema: { body: z.object({ ids: Ids }), response: { 200: Changed } } },
    (request) => eachOf(request.body.ids, (id) => acknowledge(house, actorOf(request), id)),
  );

  app.get('/absences', { config: { access: 'supervisor' }, schema: { response: { 200: z.array(AbsenceRow) } } }, () =>
    listAbsences(house),
  );

  app.post(
    '/people/:id/absences',
    { config: { access: 'supervisor' }, schema: { params, body: Absence, response: { 201: AbsenceRow } } },
    async (request, reply) => {
      const row = await addAbsence(house, actorOf(request), request.params.id, request.body);
      return reply.code(201).send(row);
    },
  );

  app.delete('/absences/:id', { config: { access: 'supervisor' }, schema: { params } }, async (request, reply) => {
    await endAbsence(house, actorOf(request), request.params.id);
    return reply.code(204).send();
  });
};
