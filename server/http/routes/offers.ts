import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { IdParam } from '../../../schema/contracts/common.ts';
import { OfferAccepted, OfferView } from '../../../schema/contracts/offers.ts';
import { acceptOffer, declineOffer, myOffer } from '../../usecases/offer-callbacks.ts';
import { actorOf } from '../access.ts';
import type { HttpDeps } from '../ports.ts';

const params = z.object({ id: IdParam });

/** Callbacks that are offered to whoever is free. */
export const offerRoutes: FastifyPluginAsyncZod<{ deps: HttpDeps }> = async (app, { deps }) => {
  const { house } = deps;

  app.get(
    '/offers/mine',
    { config: { access: 'agent' }, schema: { response: { 200: z.object({ offer: OfferView.nullable() }) } } },
    async (request) => ({ offer: await myOffer(house, actorOf(request).id) }),
  );

  app.post(
    '/offers/:id/accept',
    { config: { access: 'agent' }, schema: { params, response: { 200: OfferAccepted } } },
    (request) => acceptOffer(house, actorOf(request).id, request.params.id),
  );

  app.post('/offers/:id/decline', { config: { access: 'agent' }, schema: { params } }, async (request, reply) => {
    await declineOffer(house, actorOf(request).id, request.params.id);
    return reply.code(204).send();
  });
};
