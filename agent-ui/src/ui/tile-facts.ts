import type { z } from 'zod';
import type { Board } from '../../../schema/contracts/callbacks.ts';

type Tiles = z.infer<typeof Board>['tiles'];

/** What the company wants of each figure. */
export const targets = {
  open: 25,
  oldestMs: 30 * 60_000,
  waiting: 5,
  longestMs: 90_000,
  ready: 3,
  answeredPercent: 80,
} as const;

export type Tone = 'past' | 'near' | 'met';
/** In the order they stand in, the two of the debt first. */
export const tileNames = ['open', 'oldest', 'waiting', 'longest', 'ready', 'answered'] as const;
export type TileName = (typeof tileNames)[number];

export interface TileFact {
  readonly name: TileName;
  /** The figure: a count, milliseconds, or percent; null when there is nothing to measure. */
  readonly value: number | null;
  readonly target: number;
  readonly tone: Tone;
}

/** Past the target, near it (the last fifth), or met; more is worse. */
function atMost(value: number, target: number): Tone {
  if (value > target) return 'past';
  return value > target * 0.8 ? 'near' : 'met';
}

/** The six figures of the board against their targets, the two of the debt first. */
export function tileFacts(tiles: Tiles, ready: number | null, now: number): readonly TileFact[] {
  const oldest = tiles.oldestOpenAt === null ? null : Math.max(0, now - tiles.oldestOpenAt);
  const longest = tiles.longestWaitSince === null ? null : Math.max(0, now - tiles.longestWaitSince);
  const readyNow = ready ?? tiles.agentsReady;
  const wanted = Math.min(targets.ready, Math.max(1, tiles.agents));
  const percent = tiles.inbound === 0 ? null : Math.round((tiles.answeredInTarget / tiles.inbound) * 100);
  return [
    { name: 'open', value: tiles.open, target: targets.open, tone: atMost(tiles.open, targets.open) },
    { name: 'oldest', value: oldest, target: targets.oldestMs, tone: atMost(oldest ?? 0, targets.oldestMs) },
    { name: 'waiting', value: tiles.waiting, target: targets.waiting, tone: atMost(tiles.waiting, targets.waiting) },
    { name: 'longest', value: longest, target: targets.longestMs, tone: atMost(longest ?? 0, targets.longestMs) },
    {
      name: 'ready',
      value: readyNow,
      target: wanted,
      tone: readyNow >= wanted ? 'met' : readyNow > 0 ? 'near' : 'past',
    },
    {
      name: 'answered',
      value: percent,
      target: targets.answeredPercent,
      tone: percent === null || percent >= targets.answeredPercent ? 'met' : percent >= 70 ? 'near' : 'past',
    },
  ];
}

/** `h:mm` of a length of time, for the tile of the oldest debt. */
export function hoursAndMinutes(ms: number): string {
  const minutes = Math.floor(ms / 60_000);
  return `${Math.floor(minutes / 60)}:${String(minutes % 60).padStart(2, '0')}`;
}
