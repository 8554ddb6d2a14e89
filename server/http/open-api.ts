import swagger from '@fastify/swagger';
import type { FastifyInstance } from 'fastify';
import { jsonSchemaTransform } from 'fastify-type-provider-zod';

/** Describes the interface from the very shapes that check it. */
export async function serveOpenApi(app: FastifyInstance, version: string): Promise<void> {
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: { title: 'Ringback', version, description: 'Instants are epoch milliseconds; errors are Problem objects.' },
      components: { securitySchemes: { session: { type: 'apiKey', in: 'cookie', name: 'rb_session' } } },
      security: [{ session: [] }],
    },
    transform: jsonSchemaTransform,
  });
  app.get('/api/v1/openapi.json', { config: { access: 'anyone' }, schema: { hide: true } }, () => app.swagger());
}
