import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { DeviceRow, GiveDevice, NewDevice } from '../../../schema/contracts/admin.ts';
import { IdParam } from '../../../schema/contracts/common.ts';
import { addDevice } from '../../usecases/add-device.ts';
import { giveDevice } from '../../usecases/give-device.ts';
import { listDevices, readDevice } from '../../usecases/list-devices.ts';
import { actorOf } from '../access.ts';
import type { HttpDeps } from '../ports.ts';

/** Phones and whose they are. */
export const deviceRoutes: FastifyPluginAsyncZod<{ deps: HttpDeps }> = async (app, { deps }) => {
  const { house } = deps;

  app.get('/devices', { config: { access: 'supervisor' }, schema: { response: { 200: z.array(DeviceRow) } } }, () =>
    listDevices(house),
  );

  app.post(
    '/devices',
    { config: { access: 'admin' }, schema: { body: NewDevice, response: { 201: DeviceRow } } },
    async (request, reply) => {
      const id = await addDevice(house, actorOf(request), request.body);
      return reply.code(201).send(await readDevice(house, id));
    },
  );

  app.patch(
    '/devices/:id',
    {
      config: { access: 'admin' },
      schema: { params: z.object({ id: IdParam }), body: GiveDevice, response: { 200: DeviceRow } },
    },
    async (request) => {
      await giveDevice(house, actorOf(request), request.params.id, request.body.userId);
      return readDevice(house, request.params.id);
    },
  );
};
