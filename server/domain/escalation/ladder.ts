import type { Calendar } from '../calendar/calendar.ts';
import { addOpeningMinutes, subtractOpeningMinutes } from '../calendar/opening.ts';

/** The steps of the ladder, lowest first. */
export const ladderSteps = ['due_soon', 'overdue', 'breached'] as const;
export type LadderStep = (typeof ladderSteps)[number];

/** Ways by which a step is told besides the app, which always shows it. */
export type OutsideWay = 'mail' | 'webhook';

/** Words that name whoever it is at that moment; everything else in `to` is a login. */
export const ownerWord = 'owner';
export const supervisorsWord = 'supervisors';

/** One step of a line's ladder. */
export interface Rung {
  readonly step: LadderStep;
  /** Opening minutes: before the due time for `due_soon`, after it for the others. */
  readonly minutes: number;
  /** Logins, `owner` or `supervisors`. */
  readonly to: readonly string[];
  readonly by: readonly OutsideWay[];
}

/** At most one rung for each step. A step that is left out is not taken. */
export type Ladder = readonly Rung[];

/** What holds for a line that says nothing of its own. */
export const standardLadder: Ladder = [
  { step: 'due_soon', minutes: 10, to: [ownerWord], by: [] },
  { step: 'overdue', minutes: 0, to: [ownerWord, supervisorsWord], by: ['mail', 'webhook'] },
  { step: 'breached', minutes: 60, to: [supervisorsWord], by: ['mail', 'webhook'] },
];

interface Owed {
  readonly dueAt: number;
  readonly createdAt: number;
}

/** When a step is to be taken. */
export interface PlannedStep {
  readonly step: LadderStep;
  readonly fireAt: number;
}

const minute = 60_000;

/**
 * When each step of an item is to be taken, counted in opening minutes from its due time. Nobody is told that something
 * is due soon when it was due so soon from its birth, or is due already. A line that never opens again counts at once.
 */
export function planLadder(ladder: Ladder, item: Owed, hours: Calendar | null, now: number): PlannedStep[] {
  return ladderSteps.flatMap((step) => {
    const rung = ladder.find((one) => one.step === step);
    if (!rung) return [];
    const fireAt = momentOf(rung, item.dueAt, hours);
    if (step === 'due_soon' && (fireAt <= item.createdAt || item.dueAt <= now)) return [];
    return [{ step, fireAt }];
  });
}

function momentOf({ step, minutes }: Rung, dueAt: number, hours: Calendar | null): number {
  if (step === 'due_soon') {
    return hours === null ? dueAt - minutes * minute : (subtractOpeningMinutes(hours, dueAt, minutes) ?? dueAt);
  }
  return hours === null ? dueAt + minutes * minute : (addOpeningMinutes(hours, dueAt, minutes) ?? dueAt);
}

const raise: Readonly<Record<LadderStep, number>> = { due_soon: 10, overdue: 50, breached: 100 };

/** An item is more pressing with every step that was taken. */
export function raisedPriority(priority: number, step: LadderStep): number {
  return priority + raise[step];
}
