import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { DemoPhoneAction, DemoScenes, DemoState, PlaceDemoCall } from '../../../schema/contracts/demo.ts';
import { Refusal } from '../../usecases/refusal.ts';
import { actorOf } from '../access.ts';
import type { DemoPort, HttpDeps } from '../ports.ts';

const params = z.object({ id: z.string().min(1).max(200) });
const answers = { 200: DemoState };

/** The demonstration bar. With a real PBX none of it exists. */
export const demoRoutes: FastifyPluginAsyncZod<{ deps: HttpDeps }> = async (app, { deps }) => {
  const demo = (): DemoPort => {
    if (!deps.demo) throw new Refusal('demo-only');
    return deps.demo;
  };

  app.get('/demo', { config: { access: 'agent' }, schema: { response: answers } }, async (request) =>
    demo().state(actorOf(request).id),
  );

  app.post(
    '/demo/calls',
    { config: { access: 'agent' }, schema: { body: PlaceDemoCall, response: answers } },
    async (request) => {
      const { id } = actorOf(request);
      await demo().placeCall(id, request.body);
      return demo().state(id);
    },
  );

  app.post(
    '/demo/phone',
    { config: { access: 'agent' }, schema: { body: DemoPhoneAction, response: answers } },
    async (request) => {
      const { id } = actorOf(request);
      await demo().phone(id, request.body.action);
      return demo().state(id);
    },
  );

  app.post(
    '/demo/calls/:id/hangup',
    { config: { access: 'agent' }, schema: { params, response: answers } },
    async (request) => {
      const { id } = actorOf(request);
      if (!(await demo().hangUp(id, request.params.id))) throw new Refusal('not-found');
      return demo().state(id);
    },
  );

  app.post(
    '/demo/scenes',
    { config: { access: 'agent' }, schema: { body: DemoScenes, response: answers } },
    async (request) => {
      const { id } = actorOf(request);
      await demo().scenes(request.body.running);
      return demo().state(id);
    },
  );
};
