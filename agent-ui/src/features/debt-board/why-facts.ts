import type { CallbackDetail } from '../../../../schema/contracts/callbacks.ts';
import type { GlyphName } from '../../ui/glyph-shapes.tsx';

type Event = CallbackDetail['events'][number];

/** One step of the history: its shape, the key of its sentence, and the key of its grey reason. */
export interface WhyFact {
  readonly at: number;
  readonly glyph: GlyphName;
  readonly sentence: string;
  readonly reason: string | null;
  readonly event: Event | null;
  /** The missed call this step tells of. */
  readonly call: CallbackDetail['covers'][number] | null;
}

const glyphs: Readonly<Record<string, GlyphName>> = {
  opened: 'open',
  joined: 'missed',
  asked_again: 'next_step',
  claimed: 'calling',
  released: 'open',
  assigned: 'next_step',
  dialed: 'outbound',
  attempt_ended: 'not_reached',
  rescheduled: 'due_soon',
  put_off: 'due_soon',
  escalated: 'breached',
  returned: 'in_time',
  closed: 'closed',
  merged: 'closed',
  united: 'next_step',
  corrected: 'called_again',
  due_soon: 'due_soon',
  overdue: 'overdue',
  breached: 'breached',
  needs_human: 'needs_human',
};

const text = (event: Event, name: string): string | null => {
  const value = event.detail[name];
  return typeof value === 'string' && value !== '' ? value : null;
};

/** By which way somebody asked for the call. */
function askedKey(event: Event): string {
  const via = text(event, 'via');
  return via === null ? 'event.opened.detail' : `event.asked.${via}`;
}

/** The keys of an event's sentence and reason; unknown types are shown plainly, never hidden. */
export function eventKeys(event: Event): { readonly sentence: string; readonly reason: string | null } {
  switch (event.type) {
    case 'opened':
      return {
        sentence: 'event.opened',
        reason: text(event, 'needsReason') === null ? askedKey(event) : `needs.${text(event, 'needsReason')}`,
      };
    case 'asked_again':
      return { sentence: 'event.asked_again', reason: askedKey(event) };
    case 'joined':
      if (text(event, 'via') !== null) return { sentence: 'event.asked_hung_up', reason: null };
      return { sentence: 'event.joined', reason: 'event.joined.detail' };
    case 'released': {
      const why = text(event, 'why');
      if (why === null || why === 'released') return { sentence: 'event.released', reason: null };
      return { sentence: 'event.released.lease_over', reason: `event.released.${why}.detail` };
    }
    case 'assigned':
      return {
        sentence: event.detail.ownerId == null ? 'event.assigned.nobody' : 'event.assigned',
        reason: event.rule === null ? null : `rule.${event.rule}`,
      };
    case 'attempt_ended': {
      const counted = event.detail.counted === true;
      const last = counted && event.detail.dueAt == null;
      return {
        sentence: 'event.attempt_ended',
        reason: `event.attempt_ended.${last ? 'last' : counted ? 'counted' : 'notCounted'}`,
      };
    }
    case 'returned': {
      const settled = text(event, 'settledAs');
      return {
        sentence: settled === null ? 'event.returned' : `event.returned.${settled}`,
        reason: 'event.returned.detail',
      };
    }
    case 'rescheduled':
      return {
        sentence: 'event.rescheduled',
        reason: event.rule === null ? null : `event.rescheduled.${event.rule}`,
      };
    case 'put_off':
      return { sentence: 'event.put_off', reason: 'event.put_off.plan' };
    case 'escalated':
      return {
        sentence: `event.escalated.${text(event, 'step')}`,
        reason: event.rule === null ? null : `reach.${event.rule}`,
      };
    case 'closed':
      return { sentence: 'event.closed', reason: null };
    case 'moved':
      return { sentence: 'event.moved', reason: 'event.moved.detail' };
    case 'united':
      return { sentence: 'event.united', reason: 'event.united.detail' };
    case 'claimed':
    case 'dialed':
    case 'merged':
    case 'corrected':
    case 'due_soon':
    case 'overdue':
    case 'breached':
    case 'needs_human':
      return { sentence: `event.${event.type}`, reason: null };
    default:
      return { sentence: 'event.unknown', reason: null };
  }
}

function glyphOf(event: Event): GlyphName {
  const settled = event.detail.settledAs;
  if (event.type === 'returned' && (settled === 'late' || settled === 'called_again')) return settled;
  const step = event.detail.step;
  if (event.type === 'escalated' && (step === 'due_soon' || step === 'overdue')) return step;
  if (event.type === 'attempt_ended' && event.detail.outcome === 'reached') return 'in_call';
  return glyphs[event.type] ?? 'note';
}

/** The history of an item, oldest first: each missed call it covers, and each step of the ledger. */
export function whyFacts(item: Pick<CallbackDetail, 'events' | 'covers'>): readonly WhyFact[] {
  const calls = item.covers.map(
    (call): WhyFact => ({
      at: call.startedAt,
      glyph: 'missed',
      sentence: 'event.missed',
      reason: 'event.missedDetail',
      event: null,
      call,
    }),
  );
  let caller: Event['actor'] = null;
  const steps = item.events.map((raw): WhyFact => {
    // How a try ended is nobody's deed: the sentence names who made it.
    if (raw.type === 'dialed') caller = raw.actor;
    const event = raw.type === 'attempt_ended' ? { ...raw, actor: raw.actor ?? caller } : raw;
    return { at: event.at, glyph: glyphOf(event), ...eventKeys(event), event, call: null };
  });
  return [...calls, ...steps].sort((a, b) => a.at - b.at);
}
