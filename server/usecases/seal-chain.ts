import { createHash } from 'node:crypto';
import { sealEntries } from '../domain/chain/chain.ts';
import type { Office } from './office.ts';

const atOnce = 2_000;

/** SHA-256 of a text, hex. */
export const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

/** Seals what has been written since: returns how many entries got their link. */
export async function sealChain(office: Pick<Office, 'transact' | 'now'>): Promise<number> {
  let sealed = 0;
  for (;;) {
    const n = await office.transact(async (tx) => {
      await tx.chain.lock();
      const entries = await tx.chain.unsealed(atOnce);
      await tx.chain.add(sealEntries(sha256, await tx.chain.head(), entries), office.now());
      return entries.length;
    });
    sealed += n;
    if (n < atOnce) return sealed;
  }
}
