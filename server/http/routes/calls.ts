import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { CallDetail, CallPage, CallQuery, WrapUp } from '../../../schema/contracts/calls.ts';
import { IdParam } from '../../../schema/contracts/common.ts';
import { readCall, readCalls } from '../../usecases/read-calls.ts';
import { restoreCall } from '../../usecases/restore-call.ts';
import { wrapUp } from '../../usecases/wrap-up.ts';
import { actorOf } from '../access.ts';
import type { HttpDeps } from '../ports.ts';

const params = z.object({ id: IdParam });

/** The call log. */
export const callRoutes: FastifyPluginAsyncZod<{ deps: HttpDeps }> = async (app, { deps }) => {
  const { house } = deps;

  app.get(
    '/calls',
    { config: { access: 'agent' }, schema: { querystring: CallQuery, response: { 200: CallPage } } },
    (request) => readCalls(house, request.query),
  );

  app.get('/calls/:id', { config: { access: 'agent' }, schema: { params, response: { 200: CallDetail } } }, (request) =>
    readCall(house, request.params.id),
  );

  app.post(
    '/calls/:id/wrap-up',
    { config: { access: 'agent' }, schema: { params, body: WrapUp, response: { 200: CallDetail } } },
    async (request) => {
      await wrapUp(house, actorOf(request), request.params.id, request.body);
      return readCall(house, request.params.id);
    },
  );

  app.post(
    '/calls/:id/restore',
    { config: { access: 'supervisor' }, schema: { params, response: { 200: CallDetail } } },
    async (request) => {
      await restoreCall(house, actorOf(request), request.params.id);
      return readCall(house, request.params.id);
    },
  );
};
