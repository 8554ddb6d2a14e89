import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { IdParam } from '../../../schema/contracts/common.ts';
import { Hours, HoursPreview, HoursRow, SaveHours } from '../../../schema/contracts/hours.ts';
import { listHours, previewHours, saveHours } from '../../usecases/edit-hours.ts';
import { actorOf } from '../access.ts';
import type { HttpDeps } from '../ports.ts';

const params = z.object({ id: IdParam });

/** Opening hours of lines: seen by supervisors, changed by admins, who see first what would move. */
export const hoursRoutes: FastifyPluginAsyncZod<{ deps: HttpDeps }> = async (app, { deps }) => {
  const { house } = deps;

  app.get('/hours', { config: { access: 'supervisor' }, schema: { response: { 200: z.array(HoursRow) } } }, () =>
    listHours(house),
  );

  app.post(
    '/hours/:id/preview',
    { config: { access: 'supervisor' }, schema: { params, body: Hours, response: { 200: HoursPreview } } },
    (request) => previewHours(house, request.params.id, request.body),
  );

  app.put(
    '/hours/:id',
    {
      config: { access: 'admin' },
      schema: { params, body: SaveHours, response: { 200: z.object({ row: HoursRow, moved: z.number().int() }) } },
    },
    (request) => saveHours(house, actorOf(request), request.params.id, request.body),
  );
};
