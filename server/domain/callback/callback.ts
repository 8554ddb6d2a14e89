/** Why we owe a call. */
export type Origin = 'missed_call' | 'requested' | 'follow_up' | 'cadence' | 'birthday' | 'reply' | 'payment';
export type LiveState = 'open' | 'claimed' | 'dialing' | 'needs_human';
export type FinalState = 'returned' | 'closed' | 'merged';
export type CallbackState = LiveState | FinalState;
export type SettledAs = 'in_time' | 'late' | 'called_again';

/** One call we owe a customer, as the ledger holds it. */
export interface Callback {
  readonly id: number;
  readonly siteId: number;
  readonly origin: Origin;
  /** (site, line group, E.164) of a missed call; null when there is no number, or another origin. */
  readonly key: string | null;
  readonly number: string | null;
  readonly lineId: number | null;
  readonly contactId: number | null;
  readonly queue: string | null;
  readonly state: CallbackState;
  readonly needsReason: string | null;
  readonly dueAt: number;
  readonly promisedAt: number;
  /** From when the next try may be made although it is not due yet, while its line is open; null: when it is due. */
  readonly workableAt: number | null;
  readonly firstMissAt: number;
  readonly latestMissAt: number;
  readonly misses: number;
  readonly priority: number;
  readonly fence: number;
  readonly ownerId: number | null;
  readonly ownerRule: string | null;
  readonly claimedBy: number | null;
  readonly leaseUntil: number | null;
  readonly openAttemptId: string | null;
  readonly attemptsCounted: number;
  readonly note: string | null;
  readonly returnedCallId: number | null;
  readonly returnedBy: number | null;
  readonly returnedTalkEndedAt: number | null;
  readonly settledAs: SettledAs | null;
  readonly closedBy: number | null;
  readonly closedReason: string | null;
  readonly closedNote: string | null;
  readonly mergedInto: number | null;
  readonly settledAt: number | null;
  readonly createdAt: number;
  readonly updatedAt: number;
}

/** What is known when an item is born. */
export type NewCallback = Pick<
  Callback,
  | 'siteId'
  | 'origin'
  | 'key'
  | 'number'
  | 'lineId'
  | 'contactId'
  | 'queue'
  | 'needsReason'
  | 'dueAt'
  | 'workableAt'
  | 'firstMissAt'
  | 'misses'
  | 'priority'
  | 'ownerId'
  | 'ownerRule'
  | 'note'
  | 'createdAt'
>;

/** Whether we still owe it. */
export function isLive(item: Pick<Callback, 'state'>): boolean {
  return item.state === 'open' || item.state === 'claimed' || item.state === 'dialing' || item.state === 'needs_human';
}

/** Whether a customer waits for it, so that its time is a promise; the rest are plans of our own. */
export function isPromise(item: Pick<Callback, 'origin'>): boolean {
  return item.origin === 'missed_call' || item.origin === 'requested';
}
