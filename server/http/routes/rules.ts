import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { IdParam } from '../../../schema/contracts/common.ts';
import {
  CompanyRule,
  DryRun,
  LineRule,
  LineRuleRow,
  Rules,
  SaveCompanyRule,
  SaveLineRule,
} from '../../../schema/contracts/rules.ts';
import { dryRunCompany, dryRunLine } from '../../usecases/dry-run-rule.ts';
import { listRules, saveCompanyRule, saveLineRule } from '../../usecases/edit-rules.ts';
import { actorOf } from '../access.ts';
import type { HttpDeps } from '../ports.ts';

const params = z.object({ id: IdParam });

/** What is promised to callers: seen and tried by supervisors, changed by admins, who see first what would move. */
export const ruleRoutes: FastifyPluginAsyncZod<{ deps: HttpDeps }> = async (app, { deps }) => {
  const { house } = deps;

  app.get('/rules', { config: { access: 'supervisor' }, schema: { response: { 200: Rules } } }, () => listRules(house));

  app.post(
    '/rules/lines/:id/dry-run',
    { config: { access: 'supervisor' }, schema: { params, body: LineRule, response: { 200: DryRun } } },
    (request) => dryRunLine(house, request.params.id, request.body),
  );

  app.put(
    '/rules/lines/:id',
    {
      config: { access: 'admin' },
      schema: {
        params,
        body: SaveLineRule,
        response: { 200: z.object({ row: LineRuleRow, moved: z.number().int() }) },
      },
    },
    (request) => saveLineRule(house, actorOf(request), request.params.id, request.body),
  );

  app.post(
    '/rules/company/dry-run',
    { config: { access: 'supervisor' }, schema: { body: CompanyRule, response: { 200: DryRun } } },
    (request) => dryRunCompany(house, request.body),
  );

  app.put(
    '/rules/company',
    { config: { access: 'admin' }, schema: { body: SaveCompanyRule, response: { 200: Rules } } },
    (request) => saveCompanyRule(house, actorOf(request), request.body),
  );
};
