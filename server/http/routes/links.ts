import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { LinkInfo, Session, SetPassword, SetUp } from '../../../schema/contracts/session.ts';
import { readLink } from '../../usecases/access-link.ts';
import { readSession } from '../../usecases/read-session.ts';
import { setPassword } from '../../usecases/set-password.ts';
import { setUp } from '../../usecases/set-up.ts';
import type { HttpDeps } from '../ports.ts';
import { browserOf, giveSession, isSecure } from '../session-cookie.ts';
import { createTryLimit } from '../try-limit.ts';

const LinkParams = z.object({ token: z.string().min(20).max(200) });

/** One-time links: the first admin, and a person's own password. */
export const linkRoutes: FastifyPluginAsyncZod<{ deps: HttpDeps }> = async (app, { deps }) => {
  const { house, version } = deps;
  const about = { demo: deps.demo !== null, version };
  const limit = createTryLimit({ tries: 30, withinMs: 10 * 60_000, now: house.now });

  app.get(
    '/links/:token',
    { config: { access: 'anyone' }, schema: { params: LinkParams, response: { 200: LinkInfo } } },
    (request) => {
      limit.take(request.ip);
      return readLink(house, request.params.token);
    },
  );

  app.post(
    '/setup',
    { config: { access: 'anyone' }, schema: { body: SetUp, response: { 200: Session } } },
    async (request, reply) => {
      limit.take(request.ip);
      const { token, userId } = await setUp(house, request.body, browserOf(request));
      giveSession(reply, token, isSecure(request, deps.publicUrl));
      return readSession(house, userId, about);
    },
  );

  app.post(
    '/password',
    { config: { access: 'anyone' }, schema: { body: SetPassword, response: { 200: Session } } },
    async (request, reply) => {
      limit.take(request.ip);
      const { token, userId } = await setPassword(house, request.body, browserOf(request));
      deps.sessions.signedOut(userId);
      giveSession(reply, token, isSecure(request, deps.publicUrl));
      return readSession(house, userId, about);
    },
  );
};
