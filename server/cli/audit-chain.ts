import type { ChainBreak } from '../domain/chain/chain.ts';
import type { Db } from '../platform/db.ts';
import { officeStoresOf } from '../store/office-stores.ts';
import { transactWith } from '../store/transact.ts';
import { checkChain } from '../usecases/check-chain.ts';

const words: Record<ChainBreak['what'], string> = {
  link_missing: 'a link was taken out before',
  entry_missing: 'this entry was removed:',
  entry_changed: 'this entry or its link was changed:',
};

/** Walks the chain and says what it found, its head last. True when all is as it was sealed. */
export async function tellChain(db: Db, head: string | undefined, out: NodeJS.WritableStream): Promise<boolean> {
  const found = await checkChain({ transact: transactWith(db, officeStoresOf), now: Date.now }, head);
  const { broken, leftOut, links, printed } = found;
  if (broken) out.write(`Chain  broken at link ${broken.seq}: ${words[broken.what]} ${broken.subject}\n`);
  if (leftOut > 0) out.write(`Chain  ${leftOut} entries older than ten minutes are not sealed\n`);
  if (printed === null)
    out.write(`Chain  the head ${head} is not in it: what was sealed then is not what stands here\n`);
  if (broken || leftOut > 0 || printed === null) return false;
  const until = found.sealedAt === null ? 'nothing sealed yet' : `sealed ${new Date(found.sealedAt).toISOString()}`;
  out.write(`Chain  ${links} links whole, ${until}, head ${found.head}\n`);
  if (printed !== undefined) out.write(`Chain  the head given is its link ${printed}\n`);
  return true;
}
