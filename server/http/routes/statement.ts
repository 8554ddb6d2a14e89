import { Readable } from 'node:stream';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { Statement, StatementQuery } from '../../../schema/contracts/statement.ts';
import { drawStatement, statementCalls } from '../../usecases/draw-statement.ts';
import { actorOf } from '../access.ts';
import type { HttpDeps } from '../ports.ts';
import { statementCsv } from '../statement-csv.ts';

/** What came in and what became of it, counted; and the calls behind it for other programs. */
export const statementRoutes: FastifyPluginAsyncZod<{ deps: HttpDeps }> = async (app, { deps }) => {
  const { house } = deps;

  app.get(
    '/statement',
    { config: { access: 'supervisor' }, schema: { querystring: StatementQuery, response: { 200: Statement } } },
    (request) => drawStatement(house, request.query),
  );

  app.get(
    '/statement.csv',
    { config: { access: 'supervisor' }, schema: { querystring: StatementQuery } },
    async (request, reply) => {
      const { id: actorId, ip } = actorOf(request);
      const { from, to, line = null } = request.query;
      await house.transact((tx) =>
        tx.audit.add({
          at: house.now(),
          actorId,
          action: 'statement.exported',
          subject: 'statement',
          detail: { from, to, line },
          ip,
        }),
      );
      reply.header('content-disposition', 'attachment; filename="statement.csv"').type('text/csv; charset=utf-8');
      return reply.send(Readable.from(statementCsv(statementCalls(house, request.query))));
    },
  );
};
