import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { RecordingView } from '../../../schema/contracts/calls.ts';
import { IdParam, PageQuery, page } from '../../../schema/contracts/common.ts';
import { DetachRecording, LinkRecording } from '../../../schema/contracts/contacts.ts';
import { byteRange } from '../../platform/byte-range.ts';
import { attachRecording } from '../../usecases/attach-recording.ts';
import { detachRecording } from '../../usecases/detach-recording.ts';
import { listRecordings } from '../../usecases/list-recordings.ts';
import { playRecording } from '../../usecases/play-recording.ts';
import { actorOf } from '../access.ts';
import type { HttpDeps } from '../ports.ts';

const params = z.object({ id: IdParam });
const Listing = PageQuery.extend({ unlinked: z.enum(['0', '1']).default('0'), q: z.string().max(100).optional() });

/** Recordings: heard by row number only, moved between profiles by an admin. */
export const recordingRoutes: FastifyPluginAsyncZod<{ deps: HttpDeps }> = async (app, { deps }) => {
  const { house } = deps;

  app.get('/recordings/:id/audio', { config: { access: 'agent' }, schema: { params } }, async (request, reply) => {
    const asked = request.headers.range;
    const fromStart = asked === undefined || /^bytes=0-/.test(asked);
    const { id } = request.params;
    const { handle, bytes, modifiedAt, contentType } = await playRecording(
      house,
      deps.recordings,
      actorOf(request),
      id,
      fromStart,
    );
    const etag = `"${id}-${bytes.toString(36)}-${modifiedAt.toString(36)}"`;
    void reply.headers({
      etag,
      'accept-ranges': 'bytes',
      'cache-control': 'private, no-cache',
      'content-disposition': 'inline',
      'last-modified': new Date(modifiedAt).toUTCString(),
    });
    if (request.headers['if-none-match'] === etag) {
      await handle.close();
      return reply.code(304).send();
    }
    const condition = request.headers['if-range'];
    const range = byteRange(condition === undefined || condition === etag ? asked : undefined, bytes);
    if (range === 'unsatisfiable') {
      await handle.close();
      return reply.code(416).header('content-range', `bytes */${bytes}`).send();
    }
    void reply.type(contentType);
    const part = range === 'whole' ? { start: 0, end: bytes - 1 } : range;
    if (range !== 'whole') {
      void reply.code(206).header('content-range', `bytes ${part.start}-${part.end}/${bytes}`);
    }
    void reply.header('content-length', part.end - part.start + 1);
    if (bytes === 0 || request.method === 'HEAD') {
      await handle.close();
      return reply.send('');
    }
    return reply.send(handle.createReadStream(part));
  });

  app.get(
    '/recordings',
    { config: { access: 'supervisor' }, schema: { querystring: Listing, response: { 200: page(RecordingView) } } },
    (request) => {
      const { unlinked, q, cursor, limit } = request.query;
      return listRecordings(house, { unlinked: unlinked === '1', q, cursor, limit });
    },
  );

  app.post(
    '/recordings/:id/links',
    { config: { access: 'admin' }, schema: { params, body: LinkRecording, response: { 200: RecordingView } } },
    (request) => attachRecording(house, actorOf(request), request.params.id, request.body),
  );

  app.post(
    '/recordings/:id/links/:linkId/detach',
    {
      config: { access: 'admin' },
      schema: { params: params.extend({ linkId: IdParam }), body: DetachRecording, response: { 200: RecordingView } },
    },
    (request) => {
      const { id, linkId } = request.params;
      return detachRecording(house, actorOf(request), id, { linkId, why: request.body.why });
    },
  );
};
