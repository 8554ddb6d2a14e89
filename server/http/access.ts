import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Role } from '../../schema/contracts/common.ts';
import { Problem } from '../../schema/contracts/problem.ts';
import { sessionCookie } from '../platform/same-origin.ts';
import { findSession, type SignedIn } from '../usecases/find-session.ts';
import type { Actor, Office } from '../usecases/office.ts';
import { Refusal } from '../usecases/refusal.ts';
import { createTokenGuard } from './guard-tokens.ts';

/** Who may use a route: `anyone` needs no sign-in, `token` is for programs alone; a role includes those above it. */
export type Access = 'anyone' | 'token' | Role;

declare module 'fastify' {
  interface FastifyContextConfig {
    access?: Access;
  }
  interface FastifyRequest {
    signedIn: SignedIn | null;
  }
  interface FastifyInstance {
    /** Every route of the interface and who may use it. */
    accessTable: Map<string, Access>;
  }
}

const rank: Readonly<Record<Role, number>> = { agent: 1, supervisor: 2, admin: 3 };

/** Whether a person of this role may use a route. */
export function mayUse(access: Access, role: Role | null): boolean {
  if (access === 'token') return false;
  return access === 'anyone' || (role !== null && rank[role] >= rank[access]);
}

/** Every route under /api must say who may use it; a route that does not, keeps the service from starting. */
export function guardRoutes(app: FastifyInstance, office: Office): void {
  app.decorateRequest('signedIn', null);
  app.decorateRequest('program', null);
  const admit = createTokenGuard(office);
  app.decorate('accessTable', new Map<string, Access>());

  app.addHook('onRoute', (route) => {
    if (!route.url.startsWith('/api/')) return;
    const access = route.config?.access;
    if (!access) throw new Error(`${String(route.method)} ${route.url} does not say who may use it`);
    for (const method of [route.method].flat()) app.accessTable.set(`${method} ${route.url}`, access);
    const said = typeof route.schema?.response === 'object' ? route.schema.response : {};
    route.schema = { ...route.schema, response: { ...said, '4xx': Problem, '5xx': Problem } };
  });

  app.addHook('onRequest', async (request) => {
    const { access } = request.routeOptions.config;
    if (access === undefined) return;
    if (access === 'token') {
      request.program = await admit(request);
      return;
    }
    request.signedIn = await findSession(office, request.cookies[sessionCookie]);
    if (access !== 'anyone' && request.signedIn === null) throw new Refusal('unauthenticated');
    if (!mayUse(access, request.signedIn?.role ?? null)) throw new Refusal('forbidden');
  });
}

/** The signed-in person behind a request. */
export function actorOf(request: FastifyRequest): Actor & SignedIn {
  const { signedIn } = request;
  if (!signedIn) throw new Refusal('unauthenticated');
  return { ...signedIn, id: signedIn.userId, ip: request.ip };
}
