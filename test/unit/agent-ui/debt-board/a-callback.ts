import type { CallbackView } from '../../../../schema/contracts/callbacks.ts';

/** An open missed-call item due at instant 0; name only what matters. */
export function aCallback(over: Partial<CallbackView> = {}): CallbackView {
  return {
    id: 4818,
    origin: 'missed_call',
    state: 'open',
    needsReason: null,
    number: '+441614960217',
    contact: null,
    contactsBehind: 0,
    line: null,
    misses: 1,
    firstMissAt: 0,
    latestMissAt: 0,
    missedReason: 'no_answer',
    dueAt: 0,
    promisedAt: 0,
    owner: null,
    ownerRule: null,
    claimedBy: null,
    leaseUntil: null,
    fence: 0,
    tries: 0,
    lastTry: null,
    priority: 0,
    note: null,
    settledAs: null,
    settledAt: null,
    returnedBy: null,
    returnedCallId: null,
    returnedTalkMs: null,
    closedReason: null,
    closedBy: null,
    ...over,
  };
}
