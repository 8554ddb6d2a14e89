import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { BlindWindow } from '../../../schema/contracts/live.ts';
import { listBlindWindows } from '../../usecases/list-blind-windows.ts';
import type { HttpDeps } from '../ports.ts';

/** Which seconds of the PBX nobody has seen. */
export const coverageRoutes: FastifyPluginAsyncZod<{ deps: HttpDeps }> = async (app, { deps }) => {
  app.get('/coverage/blind', { config: { access: 'agent' }, schema: { response: { 200: z.array(BlindWindow) } } }, () =>
    listBlindWindows(deps.house),
  );
};
