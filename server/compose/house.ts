import { randomUUID } from 'node:crypto';
import type { MatchIndex } from '../domain/contact/match-index.ts';
import { destinationKind } from '../domain/number/destination.ts';
import type { Clock } from '../platform/clock.ts';
import type { Db } from '../platform/db.ts';
import { currentOnce } from '../platform/once.ts';
import { officeStoresOver } from '../store/office-stores.ts';
import { transactWith } from '../store/transact.ts';
import type { Deps } from '../usecases/deps.ts';
import type { Office } from '../usecases/office.ts';
import { policyOf } from './policy.ts';

/** All that use-cases are built from. */
export type House = Office & Deps;

export function buildHouse(db: Db, matchIndex: MatchIndex, now: Clock): House {
  return {
    transact: transactWith(db, officeStoresOver(), currentOnce),
    now,
    newId: randomUUID,
    kindOf: destinationKind,
    policy: policyOf(process.env),
    matchIndex,
  };
}
