import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { Wall } from '../../../schema/contracts/wall.ts';
import { readWall } from '../../usecases/read-wall.ts';
import type { HttpDeps } from '../ports.ts';

/** The screen on the wall: by a key that reads nothing else, or for a supervisor who is signed in. */
export const wallRoutes: FastifyPluginAsyncZod<{ deps: HttpDeps }> = async (app, { deps }) => {
  const { house, live } = deps;
  const now = () => readWall(house, { waiting: live.waiting(), agents: live.agents(), coverage: live.coverage() });

  app.get('/wall', { config: { access: 'token', scope: 'wall' }, schema: { response: { 200: Wall } } }, now);
  app.get('/wall/signed-in', { config: { access: 'supervisor' }, schema: { response: { 200: Wall } } }, now);
};
