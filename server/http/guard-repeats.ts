import { createHash } from 'node:crypto';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { inTheCourseOf, type Once } from '../platform/once.ts';
import { answerGiven, keepAnswer } from '../usecases/answers.ts';
import type { Office } from '../usecases/office.ts';
import { Refusal } from '../usecases/refusal.ts';

declare module 'fastify' {
  interface FastifyRequest {
    once: Once | null;
  }
}

const keyShape = /^[A-Za-z0-9_-]{8,100}$/;
const writing = new Set(['POST', 'PATCH', 'PUT']);

/** A person's request that carries an `Idempotency-Key` is done once, and answered the same however often it is sent. */
export function guardRepeats(app: FastifyInstance, office: Office): void {
  const working = new Set<string>();
  app.decorateRequest('once', null);

  app.addHook('preHandler', (request, reply, done) => {
    const once = onceOf(request, office.now());
    if (once === null) return done();
    const name = nameOf(once);
    answerGiven(office, once.userId, once.key, once.askedHash).then(
      (given) => {
        if (given !== null) {
          void reply
            .code(given.status)
            .header('idempotent-replay', 'true')
            .type('application/json; charset=utf-8')
            .send(given.body);
          return;
        }
        // The first sending is still being worked on: whoever asks again shall ask again a little later.
        if (working.has(name)) return done(new Refusal('still-working'));
        working.add(name);
        request.once = once;
        inTheCourseOf(once, done);
      },
      (cause: unknown) => {
        // Its work is done and its answer is on its way.
        const soon = cause instanceof Refusal && cause.code === 'already-done' && working.has(name);
        done(soon ? new Refusal('still-working') : (cause as Error));
      },
    );
  });

  app.addHook('onSend', async (request, reply, payload) => {
    const { once } = request;
    if (once === null) return payload;
    once.over = true;
    try {
      if (once.done && typeof payload === 'string') {
        await keepAnswer(office, once.userId, once.key, { status: reply.statusCode, body: payload });
      }
    } catch (cause) {
      request.log.warn({ err: cause }, 'An answer could not be kept: sent again, the request is told to be done');
    }
    working.delete(nameOf(once));
    return payload;
  });
}

const nameOf = ({ userId, key }: Once): string => `${userId} ${key}`;

/** The key a signed-in person's request carries; a key of another shape is refused. */
function onceOf(request: FastifyRequest, at: number): Once | null {
  const { signedIn, method, headers, url, body } = request;
  const key = headers['idempotency-key'];
  if (signedIn === null || key === undefined || !writing.has(method)) return null;
  if (typeof key !== 'string' || !keyShape.test(key)) throw new Refusal('bad-request', 'idempotency-key');
  const asked = `${method} ${url}\n${JSON.stringify(body ?? null)}`;
  const askedHash = createHash('sha256').update(asked).digest('hex');
  return { userId: signedIn.userId, key, askedHash, at, done: false, over: false };
}
