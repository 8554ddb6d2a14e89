import { type CutText, filled } from './cutter.ts';
import type { CallTemplate } from './template.ts';

/** What each event of a recorded call changes at the PBX itself: which channels there are and in which bridge. */
export type Sheet = readonly (Change | null)[];

interface Change {
  readonly channel: string;
  readonly block: CutText;
  readonly gone: boolean;
  /** Undefined: as before. */
  readonly bridge: CutText | null | undefined;
  readonly queue: string | null | undefined;
}

/** A channel as CoreShowChannels shows it: its block of lines from `Channel` to `Linkedid`. */
export interface ChannelNow {
  readonly block: string;
  readonly bridge: string;
}

/** A caller as QueueStatus shows it. */
export interface WaitingNow {
  readonly queue: string;
  readonly block: string;
}

const telling = new Set([
  'Newchannel',
  'Newstate',
  'NewConnectedLine',
  'BridgeEnter',
  'BridgeLeave',
  'QueueCallerJoin',
  'QueueCallerLeave',
  'Hangup',
]);

export function sheetOf({ frames }: CallTemplate): Sheet {
  return frames.map(({ name, literals, slots: used }) => {
    if (!telling.has(name)) return null;
    // The frame is cut already: its slots stand in for their values while its lines are looked for.
    const marks = literals.map((literal, i) => (i < used.length ? `${literal}{{${used[i]}}}` : literal)).join('');
    const block = /(?<=\r\n)Channel: [\s\S]*?\r\nLinkedid: [^\r]*\r\n/.exec(marks)?.[0];
    const channel = block === undefined ? undefined : /\r\nUniqueid: ([^\r]*)/.exec(block)?.[1];
    if (block === undefined || channel === undefined) return null;
    const bridge = /\r\nBridgeUniqueid: ([^\r]*)/.exec(marks)?.[1] ?? '';
    const queue = /\r\nQueue: ([^\r]*)/.exec(marks)?.[1] ?? null;
    return {
      channel,
      block: uncut(block),
      gone: name === 'Hangup',
      bridge: name === 'BridgeEnter' ? uncut(bridge) : name === 'BridgeLeave' ? null : undefined,
      queue: name === 'QueueCallerJoin' ? queue : name === 'QueueCallerLeave' ? null : undefined,
    };
  });
}

/** Adds the channels of one call that has told its first `next` events. */
export function channelsOf(
  sheet: Sheet,
  values: readonly string[],
  next: number,
  found: { readonly channels: ChannelNow[]; readonly waiting: WaitingNow[] },
): void {
  const there = new Map<string, { block: CutText; bridge: CutText | null; queue: string | null }>();
  for (let n = 0; n < next; n += 1) {
    const change = sheet[n];
    if (change == null) continue;
    const { channel, block, gone, bridge, queue } = change;
    if (gone) {
      there.delete(channel);
      continue;
    }
    const before = there.get(channel) ?? { block, bridge: null, queue: null };
    before.block = block;
    if (bridge !== undefined) before.bridge = bridge;
    if (queue !== undefined) before.queue = queue;
    there.set(channel, before);
  }
  for (const { block, bridge, queue } of there.values()) {
    const lines = filled(block, values);
    found.channels.push({ block: lines, bridge: bridge === null ? '' : filled(bridge, values) });
    if (queue !== null) found.waiting.push({ queue, block: lines });
  }
}

function uncut(marked: string): CutText {
  const pieces = marked.split(/{{(\d+)}}/);
  return {
    literals: pieces.filter((_piece, n) => n % 2 === 0),
    slots: pieces.filter((_piece, n) => n % 2 === 1).map(Number),
  };
}
