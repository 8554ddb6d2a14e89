import type { CallbackView } from '../../../../schema/contracts/callbacks.ts';
import { dayOffset } from '../../ui/due.ts';
import type { GlyphName } from '../../ui/glyph-shapes.tsx';

export interface TodayGroups {
  readonly overdue: readonly CallbackView[];
  readonly next: readonly CallbackView[];
  /** Waits for a person's decision: there is no number to call. */
  readonly decide: readonly CallbackView[];
  readonly later: readonly CallbackView[];
}

const byDue = (one: CallbackView, other: CallbackView): number => one.dueAt - other.dueAt;

/** The list as one works it: late items in the server's order of work, coming ones by their hour. */
export function groupToday(items: readonly CallbackView[], now: number): TodayGroups {
  const callable = items.filter(({ state }) => state !== 'needs_human');
  const coming = callable.filter(({ dueAt }) => dueAt > now);
  return {
    overdue: callable.filter(({ dueAt }) => dueAt <= now),
    next: coming.filter(({ dueAt }) => dayOffset(dueAt, now) === 0).sort(byDue),
    decide: items.filter(({ state }) => state === 'needs_human'),
    later: coming.filter(({ dueAt }) => dayOffset(dueAt, now) > 0).sort(byDue),
  };
}

const soonMs = 20 * 60_000;

/** The sign of a live item. */
export function glyphOf(item: CallbackView, now: number): GlyphName {
  if (item.state === 'dialing') return 'calling';
  if (item.state === 'needs_human') return 'needs_human';
  if (item.tries > 0 && item.dueAt > now) return 'not_reached';
  if (item.dueAt <= now) return 'overdue';
  return item.dueAt - now <= soonMs ? 'due_soon' : 'open';
}

/** The sign of a settled item: how it was settled. */
export function settledGlyph(item: CallbackView): GlyphName {
  return item.settledAs ?? 'closed';
}

/** The page an item opens. */
export function pageOfItem(item: CallbackView): string {
  const tail = `?item=${item.id}`;
  if (item.contact) return `/people/${item.contact.id}${tail}`;
  return item.number ? `/people/number/${encodeURIComponent(item.number)}${tail}` : `/people/withheld${tail}`;
}

/** What `C` calls: the item on screen when it can be called, else the first that can. */
export function currentItem(items: readonly CallbackView[], open: number | null): CallbackView | null {
  const callable = items.filter(({ state, number }) => number !== null && (state === 'open' || state === 'claimed'));
  return callable.find(({ id }) => id === open) ?? callable[0] ?? null;
}
