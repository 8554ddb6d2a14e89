import type { z } from 'zod';
import type { Board, BoardQuery, CallbackDetail, CallbackView, Today } from '../../schema/contracts/callbacks.ts';
import { startOfDay } from '../domain/calendar/start-of-day.ts';
import { daysAhead } from '../domain/calendar/working-days.ts';
import type { Actor, Office, OfficeTx } from './office.ts';
import { Refusal } from './refusal.ts';
import { readWanted } from './wanted.ts';

/** An inbound call answered within this counts as answered in target. */
export const answerTargetMs = 20_000;

/** What only the live view knows. */
export interface LiveTiles {
  readonly waiting: number;
  readonly longestWaitSince: number | null;
  readonly agentsReady: number;
  readonly agents: number;
}

async function today(tx: OfficeTx, now: number): Promise<number> {
  return startOfDay(now, (await tx.site.get())?.timeZone ?? 'UTC');
}

/** The debt board: what is owed in order of work, or what the day has settled, with counts for every filter. */
export function readBoard(office: Office, query: z.infer<typeof BoardQuery>, live: LiveTiles): Promise<Board> {
  return office.transact(async (tx) => {
    const now = office.now();
    const since = await today(tx, now);
    const { filter, line, owner, queue, age, cursor, limit } = query;
    const wanted = await readWanted(tx, query.q);
    const scope = { line, owner, now, settledSince: since };
    const narrow = { queue, age, wanted };
    const page = await tx.callbackViews.board({ ...scope, ...narrow, filter, cursor, limit });
    const whole = await tx.callbackCounts.kept({ line: undefined, owner: undefined, now, settledSince: since });
    const isWhole = line === undefined && owner === undefined;
    const kept = async () => (isWhole ? whole : await tx.callbackCounts.kept(scope)).counts;
    // Nobody keeps sums by queue, age or name: then every item is looked at.
    const counted = wanted !== null || queue !== undefined || age !== undefined;
    const counts = counted ? await tx.callbackCounts.counted({ ...scope, ...narrow }) : await kept();
    const answered = await tx.callbackViews.inboundSince(since, answerTargetMs);
    const tiles = { open: whole.counts.owed, oldestOpenAt: whole.oldestOpenAt };
    return { ...page, counts, tiles: { ...tiles, ...answered, ...live } };
  });
}

/** What a person owes, in order of work, and what the day has brought. Items waiting for a decision stand with supervisors. */
export function readToday(office: Office, actor: Actor): Promise<Today> {
  return office.transact(async (tx) => {
    const now = office.now();
    const since = await today(tx, now);
    const items = await tx.callbackViews.owedBy(actor.id, now, actor.role !== 'agent');
    const settled = await tx.callbackViews.settledBy(actor.id, since);
    const zone = (await tx.site.get())?.timeZone ?? 'UTC';
    const ahead = daysAhead(await tx.calendars.kept(), zone, now, 5);
    const done = await tx.callbackViews.doneBy(actor.id, since);
    return { items, settled, done: { ...done, settled: settled.length }, ...ahead };
  });
}

/** One item. */
export async function readCallback(office: Office, id: number): Promise<CallbackView> {
  const [view] = await office.transact((tx) => tx.callbackViews.byIds([id]));
  if (!view) throw new Refusal('not-found');
  return view;
}

/** One item with its whole history and the calls it covers: the why panel. */
export function readCallbackDetail(office: Office, id: number): Promise<CallbackDetail> {
  return office.transact(async (tx) => {
    const [view] = await tx.callbackViews.byIds([id]);
    if (!view) throw new Refusal('not-found');
    return { ...view, ...(await tx.callbackViews.history(id)), ladder: await tx.escalation.ladderOf(id) };
  });
}
