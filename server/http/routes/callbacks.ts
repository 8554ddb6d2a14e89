import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import {
  AssignCallback,
  Board,
  BoardQuery,
  CallbackDetail,
  CallbackView,
  Claim,
  CloseCallback,
  PutOffCallback,
  RequestCallback,
  Today,
} from '../../../schema/contracts/callbacks.ts';
import { Id, IdParam } from '../../../schema/contracts/common.ts';
import { AttemptView, DialCallback } from '../../../schema/contracts/dial.ts';
import { askForCallback } from '../../usecases/ask-for-callback.ts';
import { assignCallback } from '../../usecases/assign-callback.ts';
import { claimCallback } from '../../usecases/claim-callback.ts';
import { claimNext } from '../../usecases/claim-next.ts';
import { closeCallback } from '../../usecases/close-callback.ts';
import { dialCallback } from '../../usecases/dial.ts';
import { putOff } from '../../usecases/put-off.ts';
import { attemptView } from '../../usecases/read-attempt.ts';
import { readBoard, readCallback, readCallbackDetail, readToday } from '../../usecases/read-board.ts';
import { Refusal } from '../../usecases/refusal.ts';
import { releaseCallback } from '../../usecases/release-callback.ts';
import { actorOf } from '../access.ts';
import type { HttpDeps } from '../ports.ts';
import { eachOf } from './each-of.ts';

const params = z.object({ id: IdParam });
const Ids = z.array(Id).min(1).max(200);
const Changed = z.object({ changed: z.number().int() });

/** The promise ledger: what is owed, who takes it, how it ends. */
export const callbackRoutes: FastifyPluginAsyncZod<{ deps: HttpDeps }> = async (app, { deps }) => {
  const { house } = deps;

  app.get('/today', { config: { access: 'agent' }, schema: { response: { 200: Today } } }, (request) =>
    readToday(house, actorOf(request)),
  );

  app.get(
    '/board',
    { config: { access: 'agent' }, schema: { querystring: BoardQuery, response: { 200: Board } } },
    (request) => {
      const agents = deps.live.agents();
      const { count, longestSince } = deps.live.waiting();
      const ready = agents.filter((agent) => agent.state === 'ready').length;
      const tiles = { waiting: count, longestWaitSince: longestSince, agentsReady: ready, agents: agents.length };
      return readBoard(house, request.query, tiles);
    },
  );

  app.get(
    '/callbacks/:id',
    { config: { access: 'agent' }, schema: { params, response: { 200: CallbackDetail } } },
    (request) => readCallbackDetail(house, request.params.id),
  );

  app.post(
    '/callbacks',
    { config: { access: 'agent' }, schema: { body: RequestCallback, response: { 201: CallbackView } } },
    async (request, reply) => {
      const id = await askForCallback(house, actorOf(request), request.body);
      return reply.code(201).send(await readCallback(house, id));
    },
  );

  app.post(
    '/callbacks/claim-next',
    { config: { access: 'agent' }, schema: { response: { 200: Claim } } },
    async (request) => {
      const claimed = await claimNext(house, actorOf(request).id);
      if (claimed === null) throw new Refusal('not-found');
      const { id, fence, leaseUntil } = claimed;
      return { callback: await readCallback(house, id), fence, leaseUntil: leaseUntil ?? house.now() };
    },
  );

  app.post(
    '/callbacks/:id/claim',
    { config: { access: 'agent' }, schema: { params, response: { 200: Claim } } },
    async (request) => {
      const { id, fence, leaseUntil } = await claimCallback(house, request.params.id, actorOf(request).id);
      return { callback: await readCallback(house, id), fence, leaseUntil: leaseUntil ?? house.now() };
    },
  );

  app.post(
    '/callbacks/:id/release',
    {
      config: { access: 'agent' },
      schema: { params, body: z.object({ fence: z.number().int() }), response: { 200: CallbackView } },
    },
    async (request) => {
      const { id } = request.params;
      await releaseCallback(house, id, actorOf(request).id, request.body.fence);
      return readCallback(house, id);
    },
  );

  app.post(
    '/callbacks/:id/dial',
    { config: { access: 'agent' }, schema: { params, body: DialCallback, response: { 202: AttemptView } } },
    async (request, reply) => {
      const wanted = { callbackId: request.params.id, ...request.body };
      const attempt = await dialCallback(house, deps.dial, actorOf(request), wanted);
      return reply.code(202).send(attemptView(attempt, deps.live.attemptStep(attempt)));
    },
  );

  app.post(
    '/callbacks/:id/close',
    { config: { access: 'agent' }, schema: { params, body: CloseCallback, response: { 200: CallbackView } } },
    async (request) => {
      const { id } = request.params;
      await closeCallback(house, id, actorOf(request).id, request.body);
      return readCallback(house, id);
    },
  );

  app.post(
    '/callbacks/:id/put-off',
    { config: { access: 'agent' }, schema: { params, body: PutOffCallback, response: { 200: CallbackView } } },
    async (request) => {
      const { id } = request.params;
      await putOff(house, id, actorOf(request).id, request.body);
      return readCallback(house, id);
    },
  );

  app.post(
    '/callbacks/:id/assign',
    { config: { access: 'supervisor' }, schema: { params, body: AssignCallback, response: { 200: CallbackView } } },
    async (request) => {
      const { id } = request.params;
      await assignCallback(house, id, request.body.userId, actorOf(request).id);
      return readCallback(house, id);
    },
  );

  app.post(
    '/callbacks/assign',
    {
      config: { access: 'supervisor' },
      schema: { body: AssignCallback.extend({ ids: Ids }), response: { 200: Changed } },
    },
    (request) => {
      const { ids, userId } = request.body;
      return eachOf(ids, (id) => assignCallback(house, id, userId, actorOf(request).id));
    },
  );

  app.post(
    '/callbacks/close',
    {
      config: { access: 'supervisor' },
      schema: { body: CloseCallback.extend({ ids: Ids }), response: { 200: Changed } },
    },
    (request) => {
      const { ids, reason, note } = request.body;
      return eachOf(ids, (id) => closeCallback(house, id, actorOf(request).id, { reason, note }));
    },
  );
};
