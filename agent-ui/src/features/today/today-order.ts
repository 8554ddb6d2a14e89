import type { CallbackView, Today } from '../../../../schema/contracts/callbacks.ts';
import { dayKey } from '../../i18n/format.ts';
import type { GlyphName } from '../../ui/glyph-shapes.tsx';

export interface TodayGroups {
  readonly overdue: readonly CallbackView[];
  readonly next: readonly CallbackView[];
  /** Waits for a person's decision: there is no number to call. */
  readonly decide: readonly CallbackView[];
}

/** One day of the strip at the foot; `today` and `later` stand around the working days. */
export interface DayBox {
  readonly key: string;
  /** When an item sent there would be due; null where a person must say. */
  readonly at: number | null;
  readonly items: readonly CallbackView[];
}

/** Whether a customer waits for it: its due time is a promise, and it never leaves today. */
export const isPromise = ({ origin }: Pick<CallbackView, 'origin'>): boolean =>
  origin === 'missed_call' || origin === 'requested';

/** When it stands on my list: at its due time, or at the time until which I have set a promise aside. */
export function standsAt(item: CallbackView, me: number): number {
  return isPromise(item) && item.putOff?.by.id === me ? Math.max(item.dueAt, item.putOff.until) : item.dueAt;
}

/** The list as one works it: late items in the server's order of work, coming ones by their hour. */
export function groupToday(items: readonly CallbackView[], now: number, me: number): TodayGroups {
  const callable = items.filter(({ state }) => state !== 'needs_human');
  const coming = callable.filter((item) => standsAt(item, me) > now);
  return {
    overdue: callable.filter((item) => standsAt(item, me) <= now),
    next: coming.sort((one, other) => standsAt(one, me) - standsAt(other, me)),
    decide: items.filter(({ state }) => state === 'needs_human'),
  };
}

/** The strip: today, the next working days, and what comes after. What is due on a closed day stands on the day before it that is not. */
export function dayBoxes({ items, days }: Pick<Today, 'items' | 'days'>, now: number, me: number): readonly DayBox[] {
  const today = dayKey(now);
  const starts = [today, ...days.map(({ date }) => date)];
  const placed = items.map((item) => {
    const date = item.state === 'needs_human' ? today : dayKey(standsAt(item, me));
    const last = starts.findLastIndex((start) => start <= date);
    const beyond = last === days.length && days.length > 0 && date > (days.at(-1)?.date ?? '');
    return { item, at: beyond ? starts.length : Math.max(last, 0) };
  });
  const on = (at: number) => placed.filter((each) => each.at === at).map(({ item }) => item);
  return [
    { key: 'today', at: null, items: on(0) },
    ...days.map(({ date, at }, n) => ({ key: date, at, items: on(n + 1) })),
    { key: 'later', at: null, items: on(starts.length) },
  ];
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

/** Whether it can be called now. */
export const isCallable = ({ state, number }: CallbackView): boolean =>
  number !== null && (state === 'open' || state === 'claimed');

/** What `C` calls: the item on screen when it can be called, else the first that can and is not set aside. */
export function currentItem(
  items: readonly CallbackView[],
  open: number | null,
  now: number,
  me: number,
): CallbackView | null {
  const callable = items.filter(isCallable);
  const wanted = callable.find(({ id }) => id === open);
  return wanted ?? callable.find((item) => standsAt(item, me) === item.dueAt || standsAt(item, me) <= now) ?? null;
}

/** What I may do with an item besides calling it. */
export function mayOf(item: CallbackView, me: { readonly id: number; readonly role: string }) {
  const leads = me.role !== 'agent';
  const mine = item.owner?.id === me.id || item.claimedBy?.id === me.id;
  const free = item.state === 'open' || item.state === 'needs_human' || item.claimedBy?.id === me.id;
  return {
    putOff: free && item.state !== 'dialing' && (leads || mine || (isPromise(item) && item.owner === null)),
    settle: item.state !== 'claimed' && item.state !== 'dialing' && (leads || (mine && !isPromise(item))),
    move: !isPromise(item),
  };
}
