import type { Language } from '../../schema/contracts/common.ts';
import type { Actor, Office } from './office.ts';

/** A person's own language and colours. */
export function editMe(
  office: Office,
  actor: Actor,
  changes: { readonly language?: Language | undefined; readonly theme?: 'light' | 'dark' | 'auto' | undefined },
): Promise<void> {
  const { language, theme } = changes;
  return office.transact((tx) => tx.users.change(actor.id, { ...(language && { language }), ...(theme && { theme }) }));
}
