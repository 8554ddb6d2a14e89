import { createMatchIndex } from '../domain/contact/match-index.ts';
import type { Clock } from '../platform/clock.ts';
import type { Db } from '../platform/db.ts';
import { contactStore } from '../store/contacts.ts';
import { deskMemoryStore } from '../store/desk-memory.ts';
import { matchStore } from '../store/matches.ts';
import { siteStore } from '../store/site.ts';
import { createDeskMemory, type DeskMemory } from '../workers/desk-memory.ts';
import { buildHouse, type House } from './house.ts';

/** The database, the use-cases over it, and the memory that cards are made of. */
export interface Core {
  readonly db: Db;
  readonly house: House;
  readonly memory: DeskMemory;
}

export function buildCore(db: Db, now: Clock): Core {
  const matchIndex = createMatchIndex();
  const memory = createDeskMemory(
    (work) =>
      db.transaction((tx) =>
        work({ memory: deskMemoryStore(tx), matches: matchStore(tx), contacts: contactStore(tx), site: siteStore(tx) }),
      ),
    matchIndex,
  );
  return { db, house: buildHouse(db, matchIndex, now), memory };
}
