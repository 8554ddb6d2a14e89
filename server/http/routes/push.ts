import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { LeavePush, NewPushSubscription, PushKey, SeenCard } from '../../../schema/contracts/push.ts';
import { addPushSubscription, leavePush } from '../../usecases/push-subscriptions.ts';
import { actorOf } from '../access.ts';
import type { HttpDeps } from '../ports.ts';

/** Browsers that are told of a ringing call while no page of ours is in view. */
export const pushRoutes: FastifyPluginAsyncZod<{ deps: HttpDeps }> = async (app, { deps }) => {
  const { house, push, live } = deps;

  app.get('/push/key', { config: { access: 'agent' }, schema: { response: { 200: PushKey } } }, async () => ({
    publicKey: await push.publicKey(),
  }));

  app.post(
    '/push/subscriptions',
    { config: { access: 'agent' }, schema: { body: NewPushSubscription } },
    async (request, reply) => {
      const { id, tokenHash } = actorOf(request);
      await addPushSubscription(house, { userId: id, sessionHash: tokenHash }, request.body, push.mayPush);
      return reply.code(204).send();
    },
  );

  app.post(
    '/push/subscriptions/leave',
    { config: { access: 'agent' }, schema: { body: LeavePush } },
    async (request, reply) => {
      await leavePush(house, actorOf(request).id, request.body.endpoint);
      return reply.code(204).send();
    },
  );

  app.post('/push/seen', { config: { access: 'agent' }, schema: { body: SeenCard } }, async (request, reply) => {
    live.painted(actorOf(request).id, request.body.card);
    return reply.code(204).send();
  });
};
