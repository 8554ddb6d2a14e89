import type { z } from 'zod';
import type { Session } from '../../schema/contracts/session.ts';
import type { Office } from './office.ts';
import { Refusal } from './refusal.ts';

/** All a screen needs to start: who I am, my phones, the site's words and clock. */
export function readSession(
  office: Office,
  userId: number,
  about: { readonly demo: boolean; readonly version: string },
): Promise<z.infer<typeof Session>> {
  return office.transact(async (tx) => {
    const user = await tx.users.byId(userId);
    if (!user || user.disabledAt !== null) throw new Refusal('unauthenticated');
    const site = await tx.site.get();
    const { id, name, login, role, language, theme, popWhen, popAs, popUrl } = user;
    return {
      user: { id, name, login, role, language, theme, popWhen, popAs, popUrl },
      devices: (await tx.devices.ofUser(userId)).map(({ id, device, extension, label }) => ({
        id,
        device,
        extension,
        label,
      })),
      site: {
        name: site?.name ?? 'Ringback',
        country: site?.country ?? '',
        timeZone: site?.timeZone ?? 'UTC',
        language: site?.language ?? 'en',
        pauseReasons: [...(site?.pauseReasons ?? [])],
      },
      lines: (await tx.site.lines()).map(({ id, key, name }) => ({ id, key, name })),
      people: await tx.users.refs(),
      queues: await tx.site.queues(),
      ...about,
    };
  });
}
