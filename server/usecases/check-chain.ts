import { type ChainBreak, createChainCheck } from '../domain/chain/chain.ts';
import type { Office } from './office.ts';
import { sha256 } from './seal-chain.ts';

const atOnce = 5_000;
/** The sealer comes every few seconds; an entry that waits longer was left out. */
const sealedWithinMs = 10 * 60_000;

/** What a walk over the whole chain found. */
export interface ChainChecked {
  readonly links: number;
  readonly head: string;
  readonly sealedAt: number | null;
  readonly broken: ChainBreak | null;
  /** Entries older than ten minutes that have no link. */
  readonly leftOut: number;
  /** Place of a head that was printed before; null when the chain does not hold it, undefined when none was asked for. */
  readonly printed: number | null | undefined;
}

/** Walks the chain from its start and compares every entry with what was sealed. Changes nothing. */
export async function checkChain(
  office: Pick<Office, 'transact' | 'now'>,
  printedHead?: string,
): Promise<ChainChecked> {
  const check = createChainCheck(sha256);
  let broken: ChainBreak | null = null;
  for (;;) {
    const links = await office.transact((tx) => tx.chain.links(check.head().seq, atOnce));
    broken = check.take(links);
    if (broken !== null || links.length < atOnce) break;
  }
  return office.transact(async (tx) => ({
    links: check.head().seq,
    head: check.head().hash,
    sealedAt: (await tx.chain.head()).sealedAt,
    broken,
    leftOut: await tx.chain.leftOut(office.now() - sealedWithinMs),
    printed: printedHead === undefined ? undefined : await tx.chain.placeOf(printedHead),
  }));
}
