import type { Calendar } from '../calendar/calendar.ts';
import { type Ladder, planLadder } from '../escalation/ladder.ts';
import { dueAt } from './policy.ts';

/** What a rule says about the callbacks of a line, as far as the past can tell what it would have come to. */
export interface PlayedRule {
  readonly dueMinutes: number;
  readonly abandonedSeconds: number;
  readonly ladder: Ladder;
  readonly hours: Calendar | null;
}

/** A callback of the last days. */
export interface PlayedItem {
  readonly firstMissAt: number;
  readonly createdAt: number;
  readonly settledAt: number | null;
  /** All its callers hung up by themselves before anybody answered. */
  readonly allAbandoned: boolean;
  readonly longestWaitMs: number;
}

/** What one callback would have come to under a rule; null when nothing would have been owed. */
export interface PlayedOut {
  readonly dueAt: number;
  readonly late: boolean;
  /** The words of the ladder, once for each step that would have reached them. */
  readonly told: readonly string[];
}

/** Plays one callback by a rule: when it was due, whether it was late, whom the ladder told before it was settled. */
export function playOut(item: PlayedItem, rule: PlayedRule, now: number): PlayedOut | null {
  if (item.allAbandoned && item.longestWaitMs < rule.abandonedSeconds * 1000) return null;
  const due = dueAt(item.firstMissAt, rule);
  const end = item.settledAt ?? now;
  const steps = planLadder(rule.ladder, { dueAt: due, createdAt: item.createdAt }, rule.hours, item.createdAt);
  const taken = steps.filter(({ fireAt }) => fireAt < end).map(({ step }) => step);
  const told = rule.ladder.flatMap((rung) => (taken.includes(rung.step) ? rung.to : []));
  return { dueAt: due, late: end > due, told };
}
