import type { FastifyReply, FastifyRequest } from 'fastify';
import { sessionCookie } from '../platform/same-origin.ts';
import type { Browser } from '../usecases/start-session.ts';

const thirtyDaysS = 30 * 24 * 3600;

/** Hands the browser its session: unreadable to scripts, never sent from another site's form. */
export function giveSession(reply: FastifyReply, token: string, secure: boolean): void {
  void reply.setCookie(sessionCookie, token, {
    path: '/',
    httpOnly: true,
    sameSite: 'lax',
    secure,
    maxAge: thirtyDaysS,
  });
}

export function takeSession(reply: FastifyReply): void {
  void reply.clearCookie(sessionCookie, { path: '/' });
}

/** Where a request comes from. */
export function browserOf(request: FastifyRequest): Browser {
  return { ip: request.ip, userAgent: request.headers['user-agent'] ?? null };
}

/** Whether the browser speaks https to us or to the proxy in front of us. */
export function isSecure(request: FastifyRequest, publicUrl: string | null): boolean {
  return request.protocol === 'https' || (publicUrl?.startsWith('https://') ?? false);
}
