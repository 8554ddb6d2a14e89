import type { CallState, Chan } from './call-state.ts';
import type { Parties } from './parties.ts';

interface Part {
  readonly call: CallState;
  readonly parties: Parties;
}

/**
 * A call taken apart into one part per caller. Nearly always there is one. When an agent joins two callers, each has
 * called for himself and each is owed an answer: the oldest keeps the call's name, the others their own.
 */
export function partsOf(call: CallState, parties: Parties): readonly Part[] {
  const [oldest, ...others] = parties.customers;
  if (parties.direction !== 'inbound' || oldest === undefined || others.length === 0) return [{ call, parties }];
  const taken = new Set(others.map(({ began }) => began));
  const callers = new Set(parties.customers);
  return [
    {
      call: {
        ...within(call, oldest, ({ began }) => !taken.has(began), callers),
        linkedids: new Set([...call.linkedids].filter((id) => !taken.has(id))),
      },
      parties: { ...parties, customers: [oldest] },
    },
    ...others.map((customer) => ({
      call: {
        ...within(call, customer, ({ began }) => began === customer.began, callers),
        linkedid: customer.began,
        linkedids: new Set([customer.began]),
        queue: call.chans.find(({ began, queue }) => began === customer.began && queue !== null)?.queue ?? null,
      },
      parties: { ...parties, customers: [customer] },
    })),
  ];
}

/** The channels that began with this customer, and those that talked with him. */
function within(call: CallState, customer: Chan, began: (chan: Chan) => boolean, others: ReadonlySet<Chan>): CallState {
  const talked = (chan: Chan) =>
    call.segments.some(({ a, b }) => (a === customer && b === chan) || (b === customer && a === chan));
  const chans = call.chans.filter((chan) => chan === customer || (!others.has(chan) && (began(chan) || talked(chan))));
  const own = new Set(chans.filter(began).map(({ uniqueid }) => uniqueid));
  return {
    ...call,
    chans,
    segments: call.segments.filter(({ a, b }) => chans.includes(a) && chans.includes(b)),
    recordings: call.recordings.filter(({ uniqueid }) => own.has(uniqueid)),
  };
}
