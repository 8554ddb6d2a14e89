import type { Callback } from './callback.ts';
import { apply, born, type LedgerEvent } from './transition.ts';

/** A line of an item's append-only history. */
export interface HistoryLine {
  readonly at: number;
  readonly type: string;
  readonly actorId: number | null;
  readonly rule: string | null;
  readonly detail: unknown;
}

/** What history proves of an item. Leases, notes and links to contacts are no history. */
export const proven = [
  'state',
  'needsReason',
  'dueAt',
  'promisedAt',
  'firstMissAt',
  'latestMissAt',
  'misses',
  'priority',
  'fence',
  'ownerId',
  'ownerRule',
  'claimedBy',
  'openAttemptId',
  'attemptsCounted',
  'returnedCallId',
  'returnedBy',
  'returnedTalkEndedAt',
  'settledAs',
  'closedBy',
  'closedReason',
  'mergedInto',
  'settledAt',
] as const satisfies readonly (keyof Callback)[];

/** The item as its history tells it; `wrong` names the first line that cannot follow the ones before it. */
export type Folded = { readonly item: Callback } | { readonly wrong: string };

/** Goes through the history from its first line. What an item is born with and keeps is taken from the row. */
export function fold(row: Callback, history: readonly HistoryLine[]): Folded {
  const [opened, ...steps] = history;
  if (opened?.type !== 'opened') return { wrong: 'it begins with no birth' };
  const birth = facts(opened);
  let item: Callback = {
    ...born({
      ...row,
      dueAt: birth.number('dueAt'),
      workableAt: birth.numberOrNull('workableAt'),
      firstMissAt: birth.number('firstMissAt'),
      misses: birth.number('misses'),
      priority: birth.number('priority'),
      needsReason: birth.textOrNull('needsReason'),
      ownerId: birth.numberOrNull('ownerId'),
      ownerRule: opened.rule,
      createdAt: opened.at,
    }),
    id: row.id,
  };
  for (const [n, line] of steps.entries()) {
    const event = eventOf(line);
    const after = event === null ? null : apply(item, event);
    if (after === null) return { wrong: `line ${n + 2}, ${line.type}, does not follow ${item.state}` };
    item = after;
  }
  return { item };
}

/** In what a row is not the sum of its history: names of columns, or a line that cannot be; empty when it is. */
export function notTheSum(row: Callback, history: readonly HistoryLine[]): readonly string[] {
  const folded = fold(row, history);
  if ('wrong' in folded) return [folded.wrong];
  // Older histories do not say from when their item could be worked.
  const tells = facts(history[0]).says('workableAt');
  const names = tells ? [...proven, 'workableAt' as const] : proven;
  return names.filter((name) => folded.item[name] !== row[name]);
}

function eventOf(line: HistoryLine): LedgerEvent | null {
  const { at, actorId: by, rule } = line;
  const known = facts(line);
  switch (line.type) {
    case 'joined':
      return {
        type: 'joined',
        at,
        callId: known.number('callId'),
        missAt: known.number('missAt'),
        dueAt: known.number('dueAt'),
        priority: known.number('priority'),
      };
    case 'asked_again':
      return {
        type: 'asked_again',
        at,
        dueAt: known.number('dueAt'),
        via: known.text('via'),
        asker: known.textOrNull('asker'),
        workableAt: known.numberOrNull('workableAt'),
      };
    case 'claimed':
      return by === null ? null : { type: 'claimed', at, by, leaseUntil: known.number('leaseUntil') };
    case 'released':
      return { type: 'released', at, by, why: 'released' };
    case 'dialed':
      return by === null ? null : { type: 'dialed', at, by, attemptId: known.text('attemptId') };
    case 'attempt_ended':
      return {
        type: 'attempt_ended',
        at,
        attemptId: known.text('attemptId'),
        outcome: known.text('outcome'),
        counted: known.is('counted'),
        dueAt: known.numberOrNull('dueAt'),
        reason: known.textOrNull('reason'),
        priority: known.numberOrNull('priority') ?? 0,
      };
    case 'returned': {
      const how = known.text('settledAs');
      const settledAs = how === 'in_time' || how === 'late' ? how : 'called_again';
      const [callId, talkEndedAt] = [known.number('callId'), known.number('talkEndedAt')];
      return { type: 'returned', at, by, callId, talkEndedAt, settledAs };
    }
    case 'closed':
      return by === null ? null : { type: 'closed', at, by, reason: known.text('reason'), note: null };
    case 'corrected':
      return { type: 'corrected', at, callId: known.number('callId'), latestMissAt: known.number('latestMissAt') };
    case 'rescheduled': {
      const why = rule === 'never_opens' || rule === 'minutes_changed' ? rule : 'hours_changed';
      return { type: 'rescheduled', at, dueAt: known.number('dueAt'), rule: why };
    }
    case 'moved':
      return by === null
        ? null
        : { type: 'moved', at, by, lineId: known.number('lineId'), dueAt: known.number('dueAt') };
    case 'put_off':
      return by === null
        ? null
        : { type: 'put_off', at, by, until: known.number('until'), reason: known.text('reason') };
    case 'merged':
      return by === null ? null : { type: 'merged', at, by, into: known.number('into') };
    case 'united':
      return by === null ? null : { type: 'united', at, by, note: null, ...unitedOf(known) };
    case 'assigned':
      return { type: 'assigned', at, by, ownerId: known.numberOrNull('ownerId'), rule };
    case 'escalated':
      return {
        type: 'escalated',
        at,
        step: known.text('step'),
        rule,
        reached: known.number('reached'),
        priority: known.number('priority'),
        ownerId: known.numberOrNull('ownerId'),
      };
    default:
      return null;
  }
}

function unitedOf({ number, numberOrNull }: ReturnType<typeof facts>) {
  return {
    from: number('from'),
    misses: number('misses'),
    firstMissAt: number('firstMissAt'),
    latestMissAt: number('latestMissAt'),
    dueAt: number('dueAt'),
    promisedAt: number('promisedAt'),
    workableAt: numberOrNull('workableAt'),
    priority: number('priority'),
    attemptsCounted: number('attemptsCounted'),
  };
}

/** The plain values of a line. What is missing reads as NaN or nothing, and is no row's value. */
function facts(line: HistoryLine | undefined) {
  const detail = line?.detail;
  const read = (name: string): unknown =>
    typeof detail === 'object' && detail !== null ? Reflect.get(detail, name) : undefined;
  const numberOrNull = (name: string) => {
    const value = read(name);
    return typeof value === 'number' ? value : null;
  };
  const textOrNull = (name: string) => {
    const value = read(name);
    return typeof value === 'string' ? value : null;
  };
  return {
    numberOrNull,
    textOrNull,
    says: (name: string) => read(name) !== undefined,
    number: (name: string) => numberOrNull(name) ?? Number.NaN,
    text: (name: string) => textOrNull(name) ?? '',
    is: (name: string) => read(name) === true,
  };
}
