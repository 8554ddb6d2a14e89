import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { Refusal } from '../../usecases/refusal.ts';
import { actorOf } from '../access.ts';
import type { HttpDeps } from '../ports.ts';

const params = z.object({ id: z.string().min(1).max(200) });

/** What an agent may do to the call on the screen: only to their own leg of it. */
export const liveCallRoutes: FastifyPluginAsyncZod<{ deps: HttpDeps }> = async (app, { deps }) => {
  app.post('/cards/:id/hangup', { config: { access: 'agent' }, schema: { params } }, async (request, reply) => {
    const found = await deps.commands.hangUpCard(actorOf(request).id, request.params.id);
    if (!found) throw new Refusal('not-found');
    return reply.code(202).send();
  });

  app.post('/cards/:id/reject', { config: { access: 'agent' }, schema: { params } }, async (request, reply) => {
    const found = await deps.commands.rejectCard(actorOf(request).id, request.params.id);
    if (!found) throw new Refusal('not-found');
    return reply.code(202).send();
  });
};
