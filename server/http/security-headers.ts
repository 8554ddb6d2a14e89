import helmet from '@fastify/helmet';
import type { FastifyInstance } from 'fastify';

/** What a page may load and run; nothing inline but the styles that carry its nonce. */
export function pagePolicy(nonce: string, host: string | undefined): string {
  const socket = host !== undefined && /^[a-z0-9.:[\]-]{1,255}$/i.test(host) ? ` ws://${host} wss://${host}` : '';
  return [
    `default-src 'self'`,
    `script-src 'self'`,
    `style-src 'self' 'nonce-${nonce}'`,
    `img-src 'self' data:`,
    `media-src 'self' blob:`,
    `connect-src 'self'${socket}`,
    `frame-ancestors 'none'`,
    `base-uri 'none'`,
    `form-action 'self'`,
    `object-src 'none'`,
  ].join('; ');
}

/** An answer that is no page may load nothing at all. */
const noPage = `default-src 'none'; frame-ancestors 'none'`;

/** Headers that every answer carries. */
export async function secureHeaders(app: FastifyInstance, publicUrl: string | null): Promise<void> {
  await app.register(helmet, {
    contentSecurityPolicy: false,
    hsts: publicUrl?.startsWith('https://') ? { maxAge: 15_552_000 } : false,
    xFrameOptions: { action: 'deny' },
    referrerPolicy: { policy: 'same-origin' },
    crossOriginEmbedderPolicy: false,
  });
  app.addHook('onRequest', async (_request, reply) => {
    void reply.header('content-security-policy', noPage);
    void reply.header('permissions-policy', 'camera=(), geolocation=(), microphone=(), payment=()');
  });
}
