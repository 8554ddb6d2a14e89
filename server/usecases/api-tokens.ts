import type { z } from 'zod';
import type { NewToken, TokenRow, TokenScope } from '../../schema/contracts/tokens.ts';
import { hashToken, newToken } from '../platform/ids.ts';
import type { Actor, Office } from './office.ts';
import { Refusal } from './refusal.ts';

/** So that a secret found in a file or a log tells what it is. */
export const tokenPrefix = 'rbk_';

/** All keys of other programs, newest first. */
export function listTokens(office: Office): Promise<TokenRow[]> {
  return office.transact((tx) => tx.tokens.list());
}

/** Makes a key; its secret is in the answer and nowhere else. */
export function createToken(office: Office, actor: Actor, { name, scope }: z.infer<typeof NewToken>) {
  const secret = `${tokenPrefix}${newToken()}`;
  return office.transact(async (tx) => {
    const at = office.now();
    const id = await tx.tokens.add({
      name,
      scope,
      tokenHash: hashToken(secret),
      hint: secret.slice(-4),
      createdBy: actor.id,
      createdAt: at,
    });
    const entry = { at, actorId: actor.id, subject: `token:${id}`, ip: actor.ip };
    await tx.audit.add({ ...entry, action: 'token.created', detail: { name, scope } });
    const [token] = await tx.tokens.list(id);
    if (!token) throw new Error('The token was not stored');
    return { token, secret };
  });
}

/** Ends a key for good. */
export function revokeToken(office: Office, actor: Actor, id: number): Promise<void> {
  return office.transact(async (tx) => {
    const at = office.now();
    if (!(await tx.tokens.revoke(id, actor.id, at))) throw new Refusal('not-found');
    const entry = { at, actorId: actor.id, subject: `token:${id}`, ip: actor.ip };
    await tx.audit.add({ ...entry, action: 'token.revoked' });
  });
}

/** Another program that came in with its key. */
export interface Program {
  readonly id: number;
  readonly name: string;
}

/** Whose key a secret is, and that it was used; null when it is none of ours or was revoked. */
export async function admitToken(office: Office, secret: string, scope: TokenScope): Promise<Program | null> {
  if (!secret.startsWith(tokenPrefix) || secret.length > 200) return null;
  return office.transact(async (tx) => {
    const found = await tx.tokens.find(hashToken(secret));
    if (!found) return null;
    if (found.scope !== scope) throw new Refusal('forbidden');
    await tx.tokens.used(found.id, office.now());
    return { id: found.id, name: found.name };
  });
}
