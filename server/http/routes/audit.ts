import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { AuditRow } from '../../../schema/contracts/admin.ts';
import { PageQuery, page } from '../../../schema/contracts/common.ts';
import { readAudit } from '../../usecases/read-audit.ts';
import type { HttpDeps } from '../ports.ts';

/** Who did what to what. */
export const auditRoutes: FastifyPluginAsyncZod<{ deps: HttpDeps }> = async (app, { deps }) => {
  app.get(
    '/audit',
    { config: { access: 'admin' }, schema: { querystring: PageQuery, response: { 200: page(AuditRow) } } },
    (request) => readAudit(deps.house, request.query.cursor, request.query.limit),
  );
};
