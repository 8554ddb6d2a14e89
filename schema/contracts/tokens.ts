import { z } from 'zod';
import { At, Id, PersonRef } from './common.ts';

export const tokenScope = z.enum(['feed', 'callbacks', 'wall']);
export type TokenScope = z.infer<typeof tokenScope>;

/** A key by which another program comes in. The secret itself is stored nowhere. */
export const TokenRow = z.object({
  id: Id,
  name: z.string(),
  scope: tokenScope,
  /** The secret's last four characters, to tell one from another. */
  hint: z.string(),
  createdBy: PersonRef,
  createdAt: At,
  lastUsedAt: At.nullable(),
  revokedAt: At.nullable(),
});
export type TokenRow = z.infer<typeof TokenRow>;
export const NewToken = z.object({ name: z.string().trim().min(1).max(60), scope: tokenScope.default('feed') });
/** The answer to a new token: the only time the secret is seen. */
export const CreatedToken = z.object({ token: TokenRow, secret: z.string() });
