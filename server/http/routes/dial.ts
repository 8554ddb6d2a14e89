import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { AttemptView, CheckNumber, Dial, NumberCheck } from '../../../schema/contracts/dial.ts';
import { checkNumber } from '../../usecases/check-number.ts';
import { dial } from '../../usecases/dial.ts';
import { attemptView, myAttempt } from '../../usecases/read-attempt.ts';
import { Refusal } from '../../usecases/refusal.ts';
import { confirmReached } from '../../usecases/settle-attempt.ts';
import { actorOf } from '../access.ts';
import type { HttpDeps } from '../ports.ts';

const params = z.object({ id: z.string().regex(/^[A-Za-z0-9._-]{1,80}$/) });

/** One click, one call: numbers are judged, attempts are written, then the PBX is asked. */
export const dialRoutes: FastifyPluginAsyncZod<{ deps: HttpDeps }> = async (app, { deps }) => {
  const { house } = deps;

  app.post(
    '/dial/check',
    { config: { access: 'agent' }, schema: { body: CheckNumber, response: { 200: NumberCheck } } },
    async (request) => {
      const verdict = await checkNumber(house, request.body.number);
      if (!verdict.ok) return { e164: verdict.e164, allowed: false, refusal: verdict.why };
      return { e164: verdict.internal ? null : verdict.number, allowed: true, refusal: null };
    },
  );

  app.post(
    '/dial',
    { config: { access: 'agent' }, schema: { body: Dial, response: { 202: AttemptView } } },
    async (request, reply) => {
      const attempt = await dial(house, deps.dial, actorOf(request), request.body);
      return reply.code(202).send(attemptView(attempt, deps.live.attemptStep(attempt)));
    },
  );

  app.post(
    '/attempts/:id/reached',
    { config: { access: 'agent' }, schema: { params, response: { 200: AttemptView } } },
    async (request) => attemptView(await confirmReached(house, request.params.id, actorOf(request).id), null),
  );

  app.post('/attempts/:id/hangup', { config: { access: 'agent' }, schema: { params } }, async (request, reply) => {
    const actor = actorOf(request);
    const attempt = await myAttempt(house, actor, request.params.id);
    if (!(await deps.commands.hangUpAttempt(actor.id, attempt.id))) throw new Refusal('conflict');
    return reply.code(202).send();
  });
};
