import type { EditMe } from '../../schema/contracts/session.ts';
import type { Actor, Office } from './office.ts';
import { Refusal } from './refusal.ts';

/** A person's own language and colours, and how a call is shown to them. */
export function editMe(office: Office, actor: Actor, changes: EditMe): Promise<void> {
  const { language, theme, popWhen, popAs, popUrl } = changes;
  return office.transact(async (tx) => {
    const me = await tx.users.byId(actor.id);
    const url = popUrl === undefined ? (me?.popUrl ?? null) : popUrl;
    if ((popAs ?? me?.popAs) === 'url' && url === null) throw new Refusal('bad-request', 'popUrl');
    await tx.users.change(actor.id, {
      ...(language && { language }),
      ...(theme && { theme }),
      ...(popWhen && { popWhen }),
      ...(popAs && { popAs }),
      ...(popUrl !== undefined && { popUrl }),
    });
  });
}
