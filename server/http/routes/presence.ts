import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { IdParam } from '../../../schema/contracts/common.ts';
import { Pause, PresenceDayRow, PresenceDays, ServeQueue } from '../../../schema/contracts/presence.ts';
import { readPresenceDays } from '../../usecases/read-presence-days.ts';
import { pause, ready, serveQueue } from '../../usecases/set-presence.ts';
import { actorOf } from '../access.ts';
import type { HttpDeps } from '../ports.ts';

const params = z.object({ id: IdParam });

/** Where people are: pauses, queues, the time after a call. The answer says that the PBX took it; the fact comes by the line. */
export const presenceRoutes: FastifyPluginAsyncZod<{ deps: HttpDeps }> = async (app, { deps }) => {
  const { house, presence } = deps;

  app.post('/me/pause', { config: { access: 'agent' }, schema: { body: Pause } }, async (request, reply) => {
    const actor = actorOf(request);
    await pause(house, presence, actor, actor.id, request.body.reason);
    return reply.code(204).send();
  });

  app.post('/me/ready', { config: { access: 'agent' } }, async (request, reply) => {
    const actor = actorOf(request);
    await ready(house, presence, actor, actor.id);
    return reply.code(204).send();
  });

  app.post('/me/wrap-up/more', { config: { access: 'agent' } }, async (request, reply) => {
    presence.moreTime(actorOf(request).id);
    return reply.code(204).send();
  });

  app.post('/me/queues', { config: { access: 'agent' }, schema: { body: ServeQueue } }, async (request, reply) => {
    const { queue, serves } = request.body;
    await serveQueue(presence, actorOf(request).id, queue, serves);
    return reply.code(204).send();
  });

  app.post(
    '/agents/:id/pause',
    { config: { access: 'supervisor' }, schema: { params, body: Pause } },
    async (request, reply) => {
      await pause(house, presence, actorOf(request), request.params.id, request.body.reason);
      return reply.code(204).send();
    },
  );

  app.post('/agents/:id/ready', { config: { access: 'supervisor' }, schema: { params } }, async (request, reply) => {
    await ready(house, presence, actorOf(request), request.params.id);
    return reply.code(204).send();
  });

  app.get(
    '/presence/days',
    {
      config: { access: 'supervisor' },
      schema: { querystring: PresenceDays, response: { 200: z.array(PresenceDayRow) } },
    },
    (request) => readPresenceDays(house, request.query.from, request.query.to),
  );
};
