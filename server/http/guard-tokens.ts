import type { FastifyRequest } from 'fastify';
import type { TokenScope } from '../../schema/contracts/tokens.ts';
import { admitToken, type Program } from '../usecases/api-tokens.ts';
import type { Office } from '../usecases/office.ts';
import { Refusal } from '../usecases/refusal.ts';
import { createTryLimit } from './try-limit.ts';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** What a program's key must be for; only with `access: 'token'`. */
    scope?: TokenScope;
  }
  interface FastifyRequest {
    program: Program | null;
  }
}

const secretForm = /^[A-Za-z0-9_-]{20,200}$/;

/** Lets programs in by `Authorization: Bearer`. A browser's cookie counts for nothing here. */
export function createTokenGuard(office: Office) {
  const wrong = createTryLimit({ tries: 60, withinMs: 10 * 60_000, now: office.now });
  const used = createTryLimit({ tries: 120, withinMs: 60_000, now: office.now });
  return async (request: FastifyRequest): Promise<Program> => {
    const { scope } = request.routeOptions.config;
    const secret = /^Bearer +(\S+)$/i.exec(request.headers.authorization ?? '')?.[1];
    if (scope === undefined || secret === undefined || !secretForm.test(secret)) throw new Refusal('unauthenticated');
    wrong.take(request.ip);
    const program = await admitToken(office, secret, scope);
    if (program === null) throw new Refusal('unauthenticated');
    wrong.giveBack(request.ip);
    used.take(String(program.id));
    return program;
  };
}

/** The program behind a request. */
export function programOf({ program }: FastifyRequest): Program {
  if (!program) throw new Refusal('unauthenticated');
  return program;
}
