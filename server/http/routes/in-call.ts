import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import {
  Colleague,
  Consultation,
  PauseRecording,
  PressKey,
  Switch,
  Tick,
  Transfer,
} from '../../../schema/contracts/in-call.ts';
import { pauseRecording } from '../../usecases/pause-recording.ts';
import { Refusal } from '../../usecases/refusal.ts';
import { actorOf } from '../access.ts';
import type { HttpDeps, InCallPort } from '../ports.ts';

const params = z.object({ id: z.string().min(1).max(200) });
const config = { access: 'agent' } as const;

/** What an agent does to a call that rings or runs. Whose leg it is, our own live state says, never the browser. */
export const inCallRoutes: FastifyPluginAsyncZod<{ deps: HttpDeps }> = async (app, { deps }) => {
  function port(): InCallPort {
    const found = deps.inCall?.() ?? null;
    // Where no PBX is followed there is no card either.
    if (found === null) throw new Refusal('not-found');
    return found;
  }

  app.get('/colleagues', { config, schema: { response: { 200: z.array(Colleague) } } }, async (request) => {
    const me = actorOf(request).id;
    return deps.live.agents().flatMap(({ user, state, devices: [first] }) => {
      return user.id === me || first === undefined ? [] : [{ user, state, extension: first.extension }];
    });
  });

  app.post('/cards/:id/accept', { config, schema: { params } }, async (request, reply) => {
    await port().accept(actorOf(request).id, request.params.id);
    return reply.code(202).send();
  });

  app.post('/cards/:id/mute', { config, schema: { params, body: Switch } }, async (request, reply) => {
    await port().mute(actorOf(request).id, request.params.id, request.body.on);
    return reply.code(202).send();
  });

  app.post('/cards/:id/hold', { config, schema: { params, body: Switch } }, async (request, reply) => {
    await port().hold(actorOf(request).id, request.params.id, request.body.on);
    return reply.code(202).send();
  });

  app.post('/cards/:id/key', { config, schema: { params, body: PressKey } }, async (request, reply) => {
    await port().press(actorOf(request).id, request.params.id, request.body.digit);
    return reply.code(202).send();
  });

  app.post('/cards/:id/transfer', { config, schema: { params, body: Transfer } }, async (request, reply) => {
    const { extension, how } = request.body;
    const hand = how === 'blind' ? port().handOn : port().consult;
    await hand(actorOf(request).id, request.params.id, extension);
    return reply.code(202).send();
  });

  app.post('/cards/:id/consultation', { config, schema: { params, body: Consultation } }, async (request, reply) => {
    await port()[request.body.step](actorOf(request).id, request.params.id);
    return reply.code(202).send();
  });

  app.post('/cards/:id/ticks', { config, schema: { params, body: Tick } }, async (request, reply) => {
    const { item, on } = request.body;
    port().tick(actorOf(request).id, request.params.id, item, on);
    return reply.code(202).send();
  });

  app.post('/cards/:id/recording', { config, schema: { params, body: PauseRecording } }, async (request, reply) => {
    const { paused, forS } = request.body;
    await pauseRecording(deps.house, port(), actorOf(request), { cardId: request.params.id, paused, forS });
    return reply.code(202).send();
  });
};
