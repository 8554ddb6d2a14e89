import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { FormAnswer, FormRequest, FormTicket } from '../../../schema/contracts/request-form.ts';
import { Refusal } from '../../usecases/refusal.ts';
import { takeWish } from '../../usecases/take-wish.ts';
import type { HttpDeps } from '../ports.ts';
import { createTickets, fillMs } from '../request-form/tickets.ts';
import { createTryLimit } from '../try-limit.ts';

/** What the form on the company's website reaches for. Without sites that may show it there is none of it. */
export const requestFormRoutes: FastifyPluginAsyncZod<{ deps: HttpDeps }> = async (app, { deps }) => {
  const { house, formOrigins = [] } = deps;
  const tickets = createTickets(house.now);
  const asked = createTryLimit({ tries: 5, withinMs: 10 * 60_000, now: house.now });
  const offered = () => {
    if (formOrigins.length === 0) throw new Refusal('not-found');
  };

  app.get('/public/ticket', { config: { access: 'anyone' }, schema: { response: { 200: FormTicket } } }, async () => {
    offered();
    return { ticket: tickets.give(), afterMs: fillMs };
  });

  app.post(
    '/public/requests',
    { config: { access: 'anyone' }, schema: { body: z.unknown(), response: { 202: FormAnswer } } },
    async (request, reply) => {
      offered();
      const form = FormRequest.safeParse(request.body);
      if (!form.success) throw new Refusal('bad-request', form.error.issues[0]?.path.join('.'));
      const { ticket, companyFax, ...wish } = form.data;
      const opened = tickets.judge(ticket);
      if (opened === 'stale') throw new Refusal('conflict', 'ticket');
      asked.take(request.ip);
      const machine = opened === 'early' || (companyFax ?? '') !== '';
      if (machine) request.log.warn('A machine filled in the form for callbacks; nothing was opened.');
      else await takeWish(house, wish, { asked: { via: 'form' } });
      return reply.code(202).send({ thanks: true });
    },
  );
};
