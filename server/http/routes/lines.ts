import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { LineRow } from '../../../schema/contracts/admin.ts';
import { IdParam } from '../../../schema/contracts/common.ts';
import { EditLine, LineLeaving, RetireLine } from '../../../schema/contracts/leaving.ts';
import { editLine } from '../../usecases/edit-line.ts';
import { listLines } from '../../usecases/list-lines.ts';
import { lineLeaving, retireLine } from '../../usecases/retire-line.ts';
import { actorOf } from '../access.ts';
import type { HttpDeps } from '../ports.ts';

const params = z.object({ id: IdParam });

/** The numbers customers dial. */
export const lineRoutes: FastifyPluginAsyncZod<{ deps: HttpDeps }> = async (app, { deps }) => {
  const { house } = deps;

  app.get('/lines', { config: { access: 'agent' }, schema: { response: { 200: z.array(LineRow) } } }, () =>
    listLines(house),
  );

  app.patch(
    '/lines/:id',
    { config: { access: 'admin' }, schema: { params, body: EditLine } },
    async (request, reply) => {
      await editLine(house, actorOf(request), request.params.id, request.body);
      return reply.code(204).send();
    },
  );

  app.get(
    '/lines/:id/leaving',
    { config: { access: 'admin' }, schema: { params, response: { 200: LineLeaving } } },
    (request) => lineLeaving(house, request.params.id),
  );

  app.post(
    '/lines/:id/retire',
    {
      config: { access: 'admin' },
      schema: { params, body: RetireLine, response: { 200: z.object({ moved: z.number().int() }) } },
    },
    (request) => retireLine(house, actorOf(request), request.params.id, request.body.moveTo),
  );
};
