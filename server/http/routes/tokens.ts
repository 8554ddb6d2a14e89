import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { IdParam } from '../../../schema/contracts/common.ts';
import { CreatedToken, NewToken, TokenRow } from '../../../schema/contracts/tokens.ts';
import { createToken, listTokens, revokeToken } from '../../usecases/api-tokens.ts';
import { actorOf } from '../access.ts';
import type { HttpDeps } from '../ports.ts';

/** Keys by which other programs come in. */
export const tokenRoutes: FastifyPluginAsyncZod<{ deps: HttpDeps }> = async (app, { deps }) => {
  const { house } = deps;

  app.get('/tokens', { config: { access: 'admin' }, schema: { response: { 200: z.array(TokenRow) } } }, () =>
    listTokens(house),
  );

  app.post(
    '/tokens',
    { config: { access: 'admin' }, schema: { body: NewToken, response: { 201: CreatedToken } } },
    async (request, reply) => {
      const created = await createToken(house, actorOf(request), request.body);
      deps.tokensChanged?.();
      return reply.code(201).send(created);
    },
  );

  app.delete(
    '/tokens/:id',
    { config: { access: 'admin' }, schema: { params: z.object({ id: IdParam }) } },
    async (request, reply) => {
      await revokeToken(house, actorOf(request), request.params.id);
      deps.tokensChanged?.();
      return reply.code(204).send();
    },
  );
};
