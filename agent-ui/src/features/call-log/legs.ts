import type { CallDetail } from '../../../../schema/contracts/calls.ts';

/** What a stretch of a leg was: the colours of the legend. */
export type Phase = 'waiting' | 'ringing' | 'talking' | 'alone';

/** One stretch on a track, as instants. */
export interface Stretch {
  readonly phase: Phase;
  readonly from: number;
  readonly to: number;
}

/** One line of the picture: whose track it is, its stretches, and what came of it. */
export interface Track {
  readonly key: string;
  readonly kind: 'customer' | 'queue' | 'phone' | 'outside';
  readonly name: string | null;
  readonly extension: string | null;
  readonly stretches: readonly Stretch[];
  /** Result of the last offer to this phone, or null when it was never offered. */
  readonly result: string | null;
  readonly rangMs: number;
  readonly talkedMs: number;
}

type Piece = { readonly startedAt: number; readonly endedAt: number };

const sum = (pieces: readonly Piece[]) => pieces.reduce((ms, p) => ms + Math.max(0, p.endedAt - p.startedAt), 0);

/** The customer's track: waits until the first talk, then talks, and is alone in between and after. */
export function customerStretches(from: number, to: number, talks: readonly Piece[]): readonly Stretch[] {
  const found: Stretch[] = [];
  let at = from;
  for (const talk of [...talks].sort((a, b) => a.startedAt - b.startedAt)) {
    const start = Math.max(at, talk.startedAt);
    const end = Math.min(to, talk.endedAt);
    if (end <= start) continue;
    if (start > at) found.push({ phase: at === from ? 'waiting' : 'alone', from: at, to: start });
    found.push({ phase: 'talking', from: start, to: end });
    at = end;
  }
  if (to > at) found.push({ phase: talks.length === 0 ? 'waiting' : 'alone', from: at, to });
  return found;
}

const extensionOf = (device: string) => device.slice(device.indexOf('/') + 1);

/** The tracks of a call in the order they came in: the customer, the queue, every phone once, outside phones. */
export function tracksOf(call: CallDetail): readonly Track[] {
  const { startedAt: from, endedAt: to } = call;
  const tracks: Track[] = [
    {
      key: 'customer',
      kind: 'customer',
      name: null,
      extension: null,
      stretches: customerStretches(from, to, call.talks),
      result: null,
      rangMs: 0,
      talkedMs: call.talkedMs,
    },
  ];
  if (call.queue !== null) {
    const until = Math.min(to, from + Math.max(call.waitedMs, 0));
    tracks.push({
      key: `queue ${call.queue}`,
      kind: 'queue',
      name: call.queue,
      extension: null,
      stretches: until > from ? [{ phase: 'waiting', from, to: until }] : [],
      result: null,
      rangMs: 0,
      talkedMs: 0,
    });
  }
  return [...tracks, ...phoneTracks(call), ...outsideTracks(call)];
}

function phoneTracks(call: CallDetail): readonly Track[] {
  const devices = new Map<string, { name: string | null; extension: string | null; at: number }>();
  const see = (device: string, name: string | null, extension: string | null, at: number) => {
    const known = devices.get(device);
    devices.set(device, {
      name: known?.name ?? name,
      extension: known?.extension ?? extension,
      at: Math.min(known?.at ?? at, at),
    });
  };
  for (const offer of call.offers) see(offer.device, offer.person?.name ?? null, null, offer.startedAt);
  for (const leg of call.legs) {
    if (leg.role === 'agent' && leg.device !== null) {
      see(leg.device, leg.person?.name ?? null, leg.extension, leg.startedAt);
    }
  }
  return [...devices.entries()]
    .sort((a, b) => a[1].at - b[1].at)
    .map(([device, { name, extension }]) => phoneTrack(call, device, name, extension ?? extensionOf(device)));
}

function phoneTrack(call: CallDetail, device: string, name: string | null, extension: string): Track {
  const offers = call.offers.filter((o) => o.device === device);
  const people = new Set(
    [...offers, ...call.legs.filter((l) => l.device === device)].flatMap((x) => (x.person ? [x.person.id] : [])),
  );
  const talks = call.talks.filter(
    (t) => t.party === device || t.party === extension || (t.person !== null && people.has(t.person.id)),
  );
  const ringing: Stretch[] = offers.map((o) => ({ phase: 'ringing', from: o.startedAt, to: o.endedAt }));
  const talking: Stretch[] = talks.map((t) => ({ phase: 'talking', from: t.startedAt, to: t.endedAt }));
  return {
    key: device,
    kind: 'phone',
    name,
    extension,
    stretches: [...ringing, ...talking].sort((a, b) => a.from - b.from),
    result: offers.at(-1)?.result ?? null,
    rangMs: sum(offers),
    talkedMs: sum(talks),
  };
}

function outsideTracks(call: CallDetail): readonly Track[] {
  return call.legs
    .filter((leg) => leg.role === 'outside')
    .map((leg, index) => {
      const end = leg.endedAt ?? call.endedAt;
      const talks = call.talks.filter((t) => leg.number !== null && t.party === leg.number);
      const up = leg.upAt ?? end;
      const ringing: Stretch[] = up > leg.startedAt ? [{ phase: 'ringing', from: leg.startedAt, to: up }] : [];
      return {
        key: `outside ${index}`,
        kind: 'outside' as const,
        name: leg.number,
        extension: null,
        stretches: [...ringing, ...talks.map((t) => ({ phase: 'talking' as const, from: t.startedAt, to: t.endedAt }))],
        result: null,
        rangMs: Math.max(0, up - leg.startedAt),
        talkedMs: sum(talks),
      };
    });
}

/** Where a stretch stands on the ruler, as fractions of the whole; a stretch is never thinner than it can be seen. */
export function spot(ruler: Ruler, stretch: Stretch): { readonly start: number; readonly size: number } {
  const whole = ruler.to - ruler.from;
  const start = Math.min(1, Math.max(0, (stretch.from - ruler.from) / whole));
  const end = Math.min(1, Math.max(0, (stretch.to - ruler.from) / whole));
  return { start, size: Math.max(end - start, 0.006) };
}

/** The ruler above the tracks: from the first ring to the last channel gone, with marks at round distances. */
export interface Ruler {
  readonly from: number;
  readonly to: number;
  readonly marks: readonly { readonly ms: number; readonly place: number }[];
}

const STEPS = [5, 10, 30, 60, 120, 300, 600, 1200, 1800, 3600].map((s) => s * 1000);

/** Marks every 30 s; a very short call gets finer ones, a long call coarser ones, never more than eight. */
export function rulerOf(from: number, to: number): Ruler {
  const whole = Math.max(to - from, 1000);
  const step =
    whole < 20_000 ? 5_000 : whole < 45_000 ? 10_000 : (STEPS.slice(2).find((s) => whole / s <= 8) ?? 3_600_000);
  const marks: { ms: number; place: number }[] = [];
  for (let ms = step; ms < whole * 0.96; ms += step) marks.push({ ms, place: ms / whole });
  return { from, to: from + whole, marks };
}
