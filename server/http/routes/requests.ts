import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { NewRequest, RequestAnswer } from '../../../schema/contracts/requests.ts';
import { Refusal } from '../../usecases/refusal.ts';
import { takeWish } from '../../usecases/take-wish.ts';
import { programOf } from '../guard-tokens.ts';
import type { HttpDeps } from '../ports.ts';

const keyForm = /^[\x21-\x7e]{1,200}$/;

/** Other programs ask for a call to a customer. */
export const requestRoutes: FastifyPluginAsyncZod<{ deps: HttpDeps }> = async (app, { deps }) => {
  app.post(
    '/requests',
    {
      config: { access: 'token', scope: 'callbacks' },
      schema: { body: NewRequest, response: { 200: RequestAnswer, 201: RequestAnswer } },
    },
    async (request, reply) => {
      const { id, name } = programOf(request);
      const key = request.headers['idempotency-key'];
      if (key !== undefined && (typeof key !== 'string' || !keyForm.test(key))) {
        throw new Refusal('bad-request', 'Idempotency-Key');
      }
      const once = key === undefined ? undefined : { tokenId: id, key };
      const taken = await takeWish(deps.house, request.body, { asked: { via: 'token', asker: name }, once });
      return reply.code(taken.opened ? 201 : 200).send({ id: taken.id });
    },
  );
};
