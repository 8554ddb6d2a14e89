import type { Role } from '../../schema/contracts/common.ts';
import type { MatchIndex } from '../domain/contact/match-index.ts';
import type { Clock } from '../platform/clock.ts';
import type { OfficeStores } from '../store/office-stores.ts';

/** One transaction, with the tables of people, contacts, recordings, the log and the ledger in reach. */
export type OfficeTx = OfficeStores;

/** What the verbs around the desk need from outside. */
export interface Office {
  readonly transact: <T>(work: (tx: OfficeTx) => Promise<T>) => Promise<T>;
  readonly now: Clock;
  readonly matchIndex: MatchIndex;
}

/** Who asks: a signed-in person and from where. */
export interface Actor {
  readonly id: number;
  readonly role: Role;
  readonly ip: string | null;
}
