import type { CallRow } from '../../../../schema/contracts/calls.ts';

/** A talked inbound call of nobody in particular; name only what matters. */
export function aCall(over: Partial<CallRow> = {}): CallRow {
  return {
    id: 1,
    startedAt: 0,
    endedAt: 60_000,
    direction: 'inbound',
    number: '+442079460142',
    rawNumber: null,
    callerName: null,
    withheld: false,
    contact: null,
    line: { id: 1, key: 'orders', name: 'Orders' },
    queue: null,
    agents: [{ id: 4, name: 'Ilya Brandt' }],
    called: null,
    waitedMs: 5000,
    talkedMs: 55_000,
    outcome: 'talked',
    reason: null,
    excluded: false,
    callback: null,
    settles: null,
    recordings: 0,
    outcomeChip: null,
    ...over,
  };
}

/** The debt of a missed call, open and not due yet at instant 0. */
export function aDebt(over: Partial<NonNullable<CallRow['callback']>> = {}): NonNullable<CallRow['callback']> {
  return { id: 4824, state: 'open', settledAs: null, dueAt: 1000, tries: 0, ...over };
}
