import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { IdParam } from '../../../schema/contracts/common.ts';
import { CallExplained } from '../../../schema/contracts/explain.ts';
import { explainCall } from '../../usecases/explain-call.ts';
import type { HttpDeps } from '../ports.ts';

/** Why a call stands in the log as it does. */
export const explainRoutes: FastifyPluginAsyncZod<{ deps: HttpDeps }> = async (app, { deps }) => {
  app.get(
    '/calls/:id/explain',
    {
      config: { access: 'agent' },
      schema: { params: z.object({ id: IdParam }), response: { 200: CallExplained } },
    },
    (request) => explainCall(deps.house, request.params.id),
  );
};
