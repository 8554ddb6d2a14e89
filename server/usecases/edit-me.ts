import type { Language } from '../../schema/contracts/common.ts';
import type { Actor, Desk } from './desk.ts';

/** A person's own language and colours. */
export function editMe(
  desk: Desk,
  actor: Actor,
  changes: { readonly language?: Language | undefined; readonly theme?: 'light' | 'dark' | 'auto' | undefined },
): Promise<void> {
  const { language, theme } = changes;
  return desk.transact((tx) => tx.users.change(actor.id, { ...(language && { language }), ...(theme && { theme }) }));
}
