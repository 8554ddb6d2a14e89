import { sealEntries } from '../domain/chain/chain.ts';
import type { Office } from './office.ts';

const atOnce = 2_000;

/** Seals what has been written since: returns how many entries got their link. */
export async function sealChain(office: Pick<Office, 'transact' | 'now'>): Promise<number> {
  let sealed = 0;
  for (;;) {
    const n = await office.transact(async (tx) => {
      await tx.chain.lock();
      const entries = await tx.chain.unsealed(atOnce);
      await tx.chain.add(sealEntries(await tx.chain.head(), entries), office.now());
      return entries.length;
    });
    sealed += n;
    if (n < atOnce) return sealed;
  }
}
