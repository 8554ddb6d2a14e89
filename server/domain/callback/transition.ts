import { type Callback, isLive, isPromise, type NewCallback, type SettledAs } from './callback.ts';

/**
 *                +--- released, lease over ----+
 *                v                             |
 * opened ---> open ------- claimed -------> claimed ------ dialed ------> dialing
 *   |          ^  \                                                       |    |
 *   |          |   +-- closed (a person, a reason)                        |    |
 *   |          +------------------ attempt_ended: retry ------------------+    |
 *   +---> needs_human <----------- attempt_ended: a person must decide --------+
 *               \-- closed
 * Every live state: joined (one more miss), asked_again, corrected (one less), rescheduled, put_off, moved, assigned, escalated, united, returned (proof), merged. returned, closed, merged are final.
 */
export type LedgerEvent =
  | {
      readonly type: 'joined';
      readonly at: number;
      readonly callId: number;
      readonly missAt: number;
      readonly dueAt: number;
      readonly priority: number;
      /** The caller asked for it before hanging up. */
      readonly via?: 'phone';
    }
  | {
      /** The customer asked once more for the same call: what they said last holds. */
      readonly type: 'asked_again';
      readonly at: number;
      readonly dueAt: number;
      readonly via: string;
      readonly asker: string | null;
      /** As soon as somebody is there; null: they named a time. */
      readonly workableAt?: number | null;
    }
  | { readonly type: 'claimed'; readonly at: number; readonly by: number; readonly leaseUntil: number }
  | { readonly type: 'released'; readonly at: number; readonly by: number | null; readonly why: ReleaseReason }
  | { readonly type: 'dialed'; readonly at: number; readonly by: number; readonly attemptId: string }
  | {
      readonly type: 'attempt_ended';
      readonly at: number;
      readonly attemptId: string;
      readonly outcome: string;
      readonly counted: boolean;
      /** Null: a person must decide, for `reason`. */
      readonly dueAt: number | null;
      readonly reason: string | null;
      /** At least so pressing from now on. */
      readonly priority?: number;
    }
  | {
      readonly type: 'returned';
      readonly at: number;
      readonly by: number | null;
      readonly callId: number;
      readonly talkEndedAt: number;
      readonly settledAs: SettledAs;
    }
  | {
      readonly type: 'closed';
      readonly at: number;
      readonly by: number;
      readonly reason: string;
      readonly note: string | null;
    }
  | {
      /** One of its calls was served after all: the latest miss is an earlier one. */
      readonly type: 'corrected';
      readonly at: number;
      readonly callId: number;
      readonly latestMissAt: number;
    }
  | {
      /** Opening hours changed, or there are none left: the work moves, what was promised stays or comes earlier. */
      readonly type: 'rescheduled';
      readonly at: number;
      readonly dueAt: number;
      readonly rule: 'hours_changed' | 'minutes_changed' | 'never_opens';
    }
  | {
      /** A step of the line's ladder was taken: it reached so many people, by this rule. */
      readonly type: 'escalated';
      readonly at: number;
      readonly step: string;
      readonly rule: string | null;
      readonly reached: number;
      readonly priority: number;
      /** Whose it is from now on; null leaves it where it is. */
      readonly ownerId: number | null;
    }
  | {
      /** Its line is taken out of use: from now on it stands on another of the same group. */
      readonly type: 'moved';
      readonly at: number;
      readonly by: number;
      readonly lineId: number;
      readonly dueAt: number;
    }
  | {
      /** A person put it off: a plan moves, a promise to a caller only stands aside on their list. */
      readonly type: 'put_off';
      readonly at: number;
      readonly by: number;
      readonly until: number;
      readonly reason: string;
    }
  | { readonly type: 'merged'; readonly at: number; readonly by: number; readonly into: number }
  | {
      /** It takes up another item of the same person: what that one covers and promised. */
      readonly type: 'united';
      readonly at: number;
      readonly by: number;
      readonly from: number;
      readonly misses: number;
      readonly firstMissAt: number;
      readonly latestMissAt: number;
      readonly dueAt: number;
      readonly promisedAt: number;
      readonly workableAt?: number | null;
      readonly priority: number;
      readonly attemptsCounted: number;
      readonly note: string | null;
    }
  | {
      readonly type: 'assigned';
      readonly at: number;
      readonly by: number | null;
      readonly ownerId: number | null;
      readonly rule: string | null;
    };

export type ReleaseReason = 'released' | 'lease_over' | 'signed_out' | 'disabled';

/** The item as it is born: open, or waiting for a person when it cannot be called. */
export function born(item: NewCallback): Omit<Callback, 'id'> {
  // Every column by name: many are born a second, and an object this wide is slow to copy.
  return {
    siteId: item.siteId,
    origin: item.origin,
    key: item.key,
    number: item.number,
    lineId: item.lineId,
    contactId: item.contactId,
    queue: item.queue,
    needsReason: item.needsReason,
    dueAt: item.dueAt,
    workableAt: item.workableAt,
    firstMissAt: item.firstMissAt,
    misses: item.misses,
    priority: item.priority,
    ownerId: item.ownerId,
    ownerRule: item.ownerRule,
    note: item.note,
    createdAt: item.createdAt,
    state: item.needsReason === null ? 'open' : 'needs_human',
    promisedAt: item.dueAt,
    latestMissAt: item.firstMissAt,
    fence: 0,
    claimedBy: null,
    leaseUntil: null,
    openAttemptId: null,
    attemptsCounted: 0,
    returnedCallId: null,
    returnedBy: null,
    returnedTalkEndedAt: null,
    settledAs: null,
    closedBy: null,
    closedReason: null,
    closedNote: null,
    mergedInto: null,
    settledAt: null,
    updatedAt: item.createdAt,
  };
}

/** Applies one event to an item; null when the ledger knows no such step. */
export function apply(item: Callback, event: LedgerEvent): Callback | null {
  if (!isLive(item)) return null;
  // A clock that was set back must not make the last change look earlier than the lease it gave.
  const now = { ...item, updatedAt: Math.max(item.updatedAt, event.at) };
  switch (event.type) {
    case 'joined':
      return join(now, event);
    case 'asked_again':
      return {
        ...now,
        latestMissAt: Math.max(item.latestMissAt, event.at),
        dueAt: event.dueAt,
        promisedAt: Math.min(item.promisedAt, event.dueAt),
        workableAt: event.workableAt ?? null,
      };
    case 'claimed':
      if (item.state !== 'open') return null;
      return { ...now, state: 'claimed', fence: item.fence + 1, claimedBy: event.by, leaseUntil: event.leaseUntil };
    case 'released':
      return item.state === 'claimed' ? { ...now, ...freed, state: 'open' } : null;
    case 'dialed':
      return item.state === 'claimed'
        ? { ...now, state: 'dialing', leaseUntil: null, openAttemptId: event.attemptId }
        : null;
    case 'attempt_ended':
      return item.openAttemptId === event.attemptId ? endAttempt(now, event) : null;
    case 'returned':
      if (event.talkEndedAt <= item.latestMissAt) return null;
      return {
        ...settled(now, 'returned', event.at),
        returnedBy: event.by,
        returnedCallId: event.callId,
        returnedTalkEndedAt: event.talkEndedAt,
        settledAs: event.settledAs,
      };
    case 'closed':
      if (item.state !== 'open' && item.state !== 'needs_human') return null;
      return {
        ...settled(now, 'closed', event.at),
        closedBy: event.by,
        closedReason: event.reason,
        closedNote: event.note,
      };
    case 'corrected':
      return {
        ...now,
        firstMissAt: Math.min(item.firstMissAt, event.latestMissAt),
        latestMissAt: Math.min(item.latestMissAt, event.latestMissAt),
      };
    case 'rescheduled':
      return { ...now, dueAt: event.dueAt, promisedAt: Math.min(item.promisedAt, event.dueAt) };
    case 'moved':
      return {
        ...now,
        lineId: event.lineId,
        dueAt: event.dueAt,
        promisedAt: Math.min(item.promisedAt, event.dueAt),
      };
    case 'escalated':
      return event.ownerId === null
        ? { ...now, priority: event.priority }
        : { ...now, priority: event.priority, ownerId: event.ownerId, ownerRule: 'escalation' };
    case 'put_off':
      return isPromise(item)
        ? { ...now, workableAt: event.until }
        : { ...now, dueAt: event.until, promisedAt: event.until, workableAt: null };
    case 'merged':
      return event.into === item.id ? null : { ...settled(now, 'merged', event.at), mergedInto: event.into };
    case 'united':
      return event.from === item.id ? null : takeUp(now, event);
    case 'assigned':
      return { ...now, ownerId: event.ownerId, ownerRule: event.rule };
  }
}

const freed = { claimedBy: null, leaseUntil: null, openAttemptId: null } as const;

function settled(item: Callback, state: 'returned' | 'closed' | 'merged', at: number): Callback {
  return { ...item, ...freed, state, settledAt: at };
}

function join(item: Callback, event: Extract<LedgerEvent, { type: 'joined' }>): Callback {
  return {
    ...item,
    misses: item.misses + 1,
    firstMissAt: Math.min(item.firstMissAt, event.missAt),
    latestMissAt: Math.max(item.latestMissAt, event.missAt),
    dueAt: Math.min(item.dueAt, event.dueAt),
    promisedAt: Math.min(item.promisedAt, event.dueAt),
    // Who has just called is there to be reached, whatever was planned.
    workableAt: Math.min(item.workableAt ?? event.missAt, event.missAt),
    priority: Math.max(item.priority, event.priority),
  };
}

function takeUp(item: Callback, event: Extract<LedgerEvent, { type: 'united' }>): Callback {
  return {
    ...item,
    misses: item.misses + event.misses,
    firstMissAt: Math.min(item.firstMissAt, event.firstMissAt),
    latestMissAt: Math.max(item.latestMissAt, event.latestMissAt),
    dueAt: Math.min(item.dueAt, event.dueAt),
    promisedAt: Math.min(item.promisedAt, event.promisedAt),
    workableAt: workableOfBoth(item, event),
    priority: Math.max(item.priority, event.priority),
    attemptsCounted: Math.max(item.attemptsCounted, event.attemptsCounted),
    note: event.note,
  };
}

/** The earlier of both; what has no such time begins when it is due. */
function workableOfBoth(a: Callback, b: Extract<LedgerEvent, { type: 'united' }>): number | null {
  if (a.workableAt === null && (b.workableAt ?? null) === null) return null;
  return Math.min(a.workableAt ?? a.dueAt, b.workableAt ?? b.dueAt);
}

function endAttempt(item: Callback, event: Extract<LedgerEvent, { type: 'attempt_ended' }>): Callback {
  const attemptsCounted = item.attemptsCounted + (event.counted ? 1 : 0);
  const priority = Math.max(item.priority, event.priority ?? 0);
  // A try that counts has its next time; after a failure of our own phone nothing has been tried yet.
  const workableAt = event.counted ? null : item.workableAt;
  if (event.dueAt !== null)
    return { ...item, ...freed, state: 'open', attemptsCounted, dueAt: event.dueAt, workableAt, priority };
  return { ...item, ...freed, state: 'needs_human', attemptsCounted, needsReason: event.reason ?? 'attempts_used_up' };
}
