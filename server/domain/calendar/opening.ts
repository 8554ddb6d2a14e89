import { type Calendar, everOpens } from './calendar.ts';
import { dayMs, intervalsByDay } from './days.ts';
import { instantOf, wallAt } from './wall-clock.ts';

interface Span {
  readonly from: number;
  readonly to: number;
}

const minute = 60_000;
/** How far ahead anything is looked for: ten years. What lies further away counts as never. */
const horizonDays = 3_660;
/** Instants that a date can hold, with room for the horizon. */
const furthest = 8e15;

/**
 * The stretches of opening that end after `at`, in order, never overlapping. The time people are there is what counts:
 * they come when the clock first shows the hour and go when it last does, so a night that is an hour longer has more minutes.
 */
function* spans(calendar: Calendar, at: number): Generator<Span> {
  if (!(Math.abs(at) <= furthest) || !everOpens(calendar)) return;
  const intervalsOf = intervalsByDay(calendar);
  const today = Math.floor(wallAt(calendar.timeZone, at) / dayMs);
  let last = Number.NEGATIVE_INFINITY;
  // Two days back: yesterday's interval may run over midnight, and a zone may skip a day.
  for (let day = today - 2; day <= today + horizonDays; day += 1) {
    for (const { from, to } of [...intervalsOf(day)].sort((a, b) => a.from - b.from)) {
      const midnight = day * dayMs;
      const opens = Math.max(last, instantOf(calendar.timeZone, midnight + from * minute, 'first'));
      const closes = instantOf(calendar.timeZone, midnight + to * minute, 'last');
      if (closes <= opens) continue;
      last = closes;
      if (closes > at) yield { from: opens, to: closes };
    }
  }
}

/** Whether people are there at this instant. */
export function isOpen(calendar: Calendar, at: number): boolean {
  for (const { from } of spans(calendar, at)) return from <= at;
  return false;
}

/** The instant itself when it is open, else the next at which it opens; null when it never does again. */
export function nextOpening(calendar: Calendar, at: number): number | null {
  for (const { from } of spans(calendar, at)) return Math.max(from, at);
  return null;
}

/** The first time it opens after an instant and no later than another, having been closed; null when it does not. */
export function openingWithin(calendar: Calendar, after: number, until: number): number | null {
  let closedAt = after;
  for (const { from, to } of spans(calendar, after)) {
    if (from > until) return null;
    if (from > closedAt) return from;
    closedAt = to;
  }
  return null;
}

/** The instant by which so many opening minutes have passed; null when there never are so many. */
export function addOpeningMinutes(calendar: Calendar, at: number, minutes: number): number | null {
  let left = Math.max(0, minutes) * minute;
  for (const { from, to } of spans(calendar, at)) {
    const begin = Math.max(from, at);
    if (left <= to - begin) return begin + left;
    left -= to - begin;
  }
  return null;
}

/**
 * The instant from which so many opening minutes pass until `at`; null when there never were so many. The counterpart of
 * `addOpeningMinutes`: outside opening hours no minutes counts back to when people last went.
 */
export function subtractOpeningMinutes(calendar: Calendar, at: number, minutes: number): number | null {
  const wanted = Math.max(0, minutes) * minute;
  for (let days = 2; days <= horizonDays; days *= 4) {
    const found: Span[] = [];
    const begin = at - days * dayMs;
    for (const { from, to } of spans(calendar, begin)) {
      if (from >= at) break;
      found.push({ from: Math.max(from, begin), to: Math.min(to, at) });
    }
    let left = wanted;
    for (const { from, to } of found.reverse()) {
      if (left <= to - from) return to - left;
      left -= to - from;
    }
  }
  return null;
}

/** Opening minutes from `a` to `b`, as far as the horizon; none when `b` is not after `a`. */
export function openingMinutesBetween(calendar: Calendar, a: number, b: number): number {
  let sum = 0;
  for (const { from, to } of spans(calendar, a)) {
    if (from >= b) break;
    sum += Math.min(to, b) - Math.max(from, a);
  }
  return sum / minute;
}
