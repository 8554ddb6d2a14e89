import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { AgentPresence } from '../../../schema/contracts/live.ts';
import type { HttpDeps } from '../ports.ts';

/** Who is there now. */
export const agentRoutes: FastifyPluginAsyncZod<{ deps: HttpDeps }> = async (app, { deps }) => {
  app.get(
    '/agents',
    { config: { access: 'supervisor' }, schema: { response: { 200: z.array(AgentPresence) } } },
    async () => [...deps.live.agents()],
  );
};
