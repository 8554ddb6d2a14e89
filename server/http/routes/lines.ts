import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { LineRow } from '../../../schema/contracts/admin.ts';
import { listLines } from '../../usecases/list-lines.ts';
import type { HttpDeps } from '../ports.ts';

/** The numbers customers dial. */
export const lineRoutes: FastifyPluginAsyncZod<{ deps: HttpDeps }> = async (app, { deps }) => {
  app.get('/lines', { config: { access: 'agent' }, schema: { response: { 200: z.array(LineRow) } } }, () =>
    listLines(deps.house),
  );
};
