import cookie from '@fastify/cookie';
import Fastify, { type FastifyBaseLogger, type FastifyInstance, LogController } from 'fastify';
import { serializerCompiler, validatorCompiler, type ZodTypeProvider } from 'fastify-type-provider-zod';
import { newNonce } from '../platform/ids.ts';
import { guardRoutes } from './access.ts';
import { guardFlood } from './guard-flood.ts';
import { guardOrigin } from './guard-origin.ts';
import { guardRepeats } from './guard-repeats.ts';
import { measure } from './metrics.ts';
import { serveOpenApi } from './open-api.ts';
import { servePages } from './pages.ts';
import type { HttpDeps } from './ports.ts';
import { answerError } from './problems.ts';
import { serveRequestForm } from './request-form/serve.ts';
import { agentRoutes } from './routes/agents.ts';
import { auditRoutes } from './routes/audit.ts';
import { callRuleRoutes } from './routes/call-rules.ts';
import { callbackRoutes } from './routes/callbacks.ts';
import { callRoutes } from './routes/calls.ts';
import { contactMergeRoutes } from './routes/contact-merges.ts';
import { contactPrivacyRoutes } from './routes/contact-privacy.ts';
import { contactRoutes } from './routes/contacts.ts';
import { coverageRoutes } from './routes/coverage.ts';
import { demoRoutes } from './routes/demo.ts';
import { deviceRoutes } from './routes/devices.ts';
import { dialRoutes } from './routes/dial.ts';
import { explainRoutes } from './routes/explain.ts';
import { healthRoutes } from './routes/health.ts';
import { hoursRoutes } from './routes/hours.ts';
import { inCallRoutes } from './routes/in-call.ts';
import { lineRoutes } from './routes/lines.ts';
import { linkRoutes } from './routes/links.ts';
import { liveCallRoutes } from './routes/live-calls.ts';
import { noticeRoutes } from './routes/notices.ts';
import { offerRoutes } from './routes/offers.ts';
import { peopleRoutes } from './routes/people.ts';
import { presenceRoutes } from './routes/presence.ts';
import { pushRoutes } from './routes/push.ts';
import { recordingRoutes } from './routes/recordings.ts';
import { requestFormRoutes } from './routes/request-form.ts';
import { requestRoutes } from './routes/requests.ts';
import { ruleRoutes } from './routes/rules.ts';
import { sessionRoutes } from './routes/session.ts';
import { statementRoutes } from './routes/statement.ts';
import { tokenRoutes } from './routes/tokens.ts';
import { wallRoutes } from './routes/wall.ts';
import { secureHeaders } from './security-headers.ts';

/** No request of ours carries more than a long note. */
const mostBodyBytes = 256 * 1024;
/** Many agents share one address behind a company's router. */
const mostRequestsAMinute = 6_000;

const routes = [
  agentRoutes,
  auditRoutes,
  callbackRoutes,
  callRoutes,
  callRuleRoutes,
  contactRoutes,
  contactMergeRoutes,
  contactPrivacyRoutes,
  coverageRoutes,
  demoRoutes,
  deviceRoutes,
  dialRoutes,
  explainRoutes,
  hoursRoutes,
  inCallRoutes,
  lineRoutes,
  linkRoutes,
  liveCallRoutes,
  noticeRoutes,
  offerRoutes,
  peopleRoutes,
  presenceRoutes,
  pushRoutes,
  recordingRoutes,
  requestFormRoutes,
  requestRoutes,
  ruleRoutes,
  sessionRoutes,
  statementRoutes,
  tokenRoutes,
  wallRoutes,
];

/** The web server, not listening yet: pages, interface under /api/v1, health. */
export async function buildServer(deps: HttpDeps, log?: FastifyBaseLogger): Promise<FastifyInstance> {
  const app = Fastify({
    ...(log ? { loggerInstance: log } : { logger: false }),
    logController: new LogController({ disableRequestLogging: true }),
    trustProxy: deps.trustProxy,
    bodyLimit: mostBodyBytes,
    requestIdHeader: false,
    genReqId: () => newNonce(),
    routerOptions: { maxParamLength: 300 },
    forceCloseConnections: true,
  }).withTypeProvider<ZodTypeProvider>();
  app.setValidatorCompiler(validatorCompiler);
  app.setSerializerCompiler(serializerCompiler);
  app.setErrorHandler(answerError);
  acceptEmptyBodies(app);
  app.addHook('onSend', async (request, reply) => {
    void reply.header('x-request-id', request.id);
    if (request.url.startsWith('/api/') && !reply.hasHeader('cache-control')) {
      void reply.header('cache-control', 'no-store');
    }
  });
  const registry = measure(app);
  await secureHeaders(app, deps.publicUrl);
  await app.register(cookie);
  await guardFlood(app, deps.requestsAMinute ?? mostRequestsAMinute);
  guardOrigin(app, deps.publicUrl);
  guardRoutes(app, deps.house);
  guardRepeats(app, deps.house);
  await serveOpenApi(app, deps.version);
  for (const plugin of routes) await app.register(plugin, { prefix: '/api/v1', deps });
  await app.register(healthRoutes, { deps, registry });
  serveRequestForm(app, deps);
  await servePages(app, deps.uiDir);
  return app;
}

/** A command without content may still say that it is JSON. */
function acceptEmptyBodies(app: FastifyInstance): void {
  const parse = app.getDefaultJsonParser('error', 'error');
  app.removeContentTypeParser('application/json');
  app.addContentTypeParser<string>('application/json', { parseAs: 'string' }, (request, body, done) => {
    if (body === '') done(null, undefined);
    else parse(request, body, done);
  });
}
