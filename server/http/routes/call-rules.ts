import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { DoNotCallRow, NewDoNotCall } from '../../../schema/contracts/call-rules.ts';
import { addDoNotCall, listDoNotCall, removeDoNotCall } from '../../usecases/do-not-call.ts';
import { actorOf } from '../access.ts';
import type { HttpDeps } from '../ports.ts';

const params = z.object({ number: z.string().regex(/^\+[0-9]{3,15}$/) });

/** Whom we do not ring. */
export const callRuleRoutes: FastifyPluginAsyncZod<{ deps: HttpDeps }> = async (app, { deps }) => {
  const { house } = deps;

  app.get('/do-not-call', { config: { access: 'agent' }, schema: { response: { 200: z.array(DoNotCallRow) } } }, () =>
    listDoNotCall(house),
  );

  app.post('/do-not-call', { config: { access: 'agent' }, schema: { body: NewDoNotCall } }, async (request, reply) => {
    await addDoNotCall(house, actorOf(request), request.body);
    return reply.code(204).send();
  });

  app.delete(
    '/do-not-call/:number',
    { config: { access: 'supervisor' }, schema: { params } },
    async (request, reply) => {
      await removeDoNotCall(house, actorOf(request), request.params.number);
      return reply.code(204).send();
    },
  );
};
