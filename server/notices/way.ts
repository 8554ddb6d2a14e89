import type { Delivery } from '../store/deliveries.ts';

/**
 * How a try ended: taken; refused by whom it was for (`refused`), which may be tried a few times; or nobody could be
 * asked (`down`), which says nothing about this one and holds for all of them.
 */
export type Outcome = { readonly did: 'sent' } | { readonly did: 'refused' | 'down'; readonly error: string };

/** A way out of the house. Never throws. */
export interface Way<D extends Delivery = Delivery> {
  send(delivery: D): Promise<Outcome>;
  close(): void;
}

/** The reason of a failure in one short line; what the other side said is cut off, addresses of servers stay. */
export function reasonOf(cause: unknown): string {
  const text = cause instanceof Error ? cause.message : String(cause);
  return (
    text
      .replace(/\p{Cc}+/gu, ' ')
      .trim()
      .slice(0, 300) || 'failed'
  );
}
