import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { Role } from '../../../schema/contracts/common.ts';
import { EditMe, Session, SignIn } from '../../../schema/contracts/session.ts';
import { editMe } from '../../usecases/edit-me.ts';
import { readSession } from '../../usecases/read-session.ts';
import { Refusal } from '../../usecases/refusal.ts';
import { releaseAllOf } from '../../usecases/release-callback.ts';
import { signIn } from '../../usecases/sign-in.ts';
import { signOut } from '../../usecases/sign-out.ts';
import { actorOf } from '../access.ts';
import type { HttpDeps } from '../ports.ts';
import { browserOf, giveSession, isSecure, takeSession } from '../session-cookie.ts';
import { createTryLimit } from '../try-limit.ts';

const quarterHourMs = 15 * 60_000;
const DemoAccounts = z.array(z.object({ login: z.string(), name: z.string(), role: Role, password: z.string() }));

/** Signing in and out, and what a signed-in screen starts with. */
export const sessionRoutes: FastifyPluginAsyncZod<{ deps: HttpDeps }> = async (app, { deps }) => {
  const { house, demo, version } = deps;
  const about = { demo: demo !== null, version };
  // Per login and address, so that a stranger's guesses do not lock out its owner at another address.
  const perLoginHere = createTryLimit({ tries: 10, withinMs: quarterHourMs, now: house.now });
  const perLogin = createTryLimit({ tries: 50, withinMs: quarterHourMs, now: house.now });
  const perAddress = createTryLimit({ tries: 50, withinMs: quarterHourMs, now: house.now });

  app.get('/session', { config: { access: 'agent' }, schema: { response: { 200: Session } } }, (request) =>
    readSession(house, actorOf(request).id, about),
  );

  app.post(
    '/session',
    { config: { access: 'anyone' }, schema: { body: SignIn, response: { 200: Session } } },
    async (request, reply) => {
      const { login, password } = request.body;
      const name = login.toLowerCase();
      const tries = [
        [perAddress, request.ip],
        [perLoginHere, `${name} ${request.ip}`],
        [perLogin, name],
      ] as const;
      for (const [limit, key] of tries) limit.take(key);
      const { token, userId } = await signIn(house, login, password, browserOf(request));
      for (const [limit, key] of tries) limit.giveBack(key);
      giveSession(reply, token, isSecure(request, deps.publicUrl));
      return readSession(house, userId, about);
    },
  );

  app.delete('/session', { config: { access: 'agent' } }, async (request, reply) => {
    const actor = actorOf(request);
    const last = await signOut(house, actor, actor.tokenHash);
    if (last) await releaseAllOf(house, actor.id, 'signed_out');
    deps.sessions.browserSignedOut(actor.tokenHash);
    takeSession(reply);
    return reply.code(204).send();
  });

  app.patch(
    '/me',
    { config: { access: 'agent' }, schema: { body: EditMe, response: { 200: Session } } },
    async (request) => {
      const actor = actorOf(request);
      await editMe(house, actor, request.body);
      return readSession(house, actor.id, about);
    },
  );

  app.get('/demo-accounts', { config: { access: 'anyone' }, schema: { response: { 200: DemoAccounts } } }, async () => {
    if (!demo) throw new Refusal('demo-only');
    return [...demo.accounts()];
  });
};
