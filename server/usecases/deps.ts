import type { CallbackPolicy } from '../domain/callback/policy.ts';
import type { DestinationKind } from '../domain/number/destination.ts';
import type { Stores } from '../store/transact.ts';

/** The stores of the ledger, within one transaction. */
export type Tx = Stores;

/** What the ledger's use-cases are built from; `main` hands in the real things. */
export interface Deps {
  transact<T>(work: (tx: Tx) => Promise<T>): Promise<T>;
  now(): number;
  newId(): string;
  kindOf(number: string, country: string): DestinationKind;
  readonly policy: CallbackPolicy;
}
