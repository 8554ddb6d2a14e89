import type { AmiEvent } from './ami-event.ts';
import { bridgeEvents } from './bridge-events.ts';
import { channelEvents } from './channel-events.ts';
import type { EventKind } from './event-kind.ts';
import type { Frame } from './frame.ts';
import { type Fault, type Message, readMessage } from './message.ts';
import { normalise } from './normalise.ts';
import { type Quarantined, RAW_CAP } from './quarantined.ts';
import { queueEvents } from './queue-events.ts';
import { systemEvents } from './system-events.ts';
import { msOfTimestamp } from './values.ts';

const kinds: ReadonlyMap<string, EventKind> = new Map(
  [channelEvents, bridgeEvents, queueEvents, systemEvents].flatMap((table) => Object.entries(table)),
);

/** How an event of this name is checked and typed. */
export function kindOf(name: string): EventKind | undefined {
  return kinds.get(name);
}

/** Whether an event of this name can become an `AmiEvent`. */
export function isUsedEvent(name: string): boolean {
  return kinds.has(name);
}

export interface EventParserOptions {
  /** Gives the instant of a message that carries no `Timestamp`. */
  readonly now: () => number;
  /** The site's own channel variables to pass on, besides those we always act on. */
  readonly variables?: Iterable<string>;
}

/** Null: a sound message that says nothing we act on. */
export type ParseEvent = (frame: Frame) => AmiEvent | Quarantined | null;

const usualVariables = ['MIXMONITOR_FILENAME', 'QUEUESTATUS', 'DIALSTATUS'];

/**
 * One parser per stream: it learns whether the stream carries `Privilege` (all of Asterisk's own do) and from then on
 * believes no event without it.
 */
export function createEventParser({ now, variables }: EventParserOptions): ParseEvent {
  const passed = new Set([...usualVariables, ...(variables ?? [])]);
  let privileged = false;

  function heldAgainst(frame: Frame, fault: Fault): Quarantined {
    return { ...fault, name: frame.name, raw: frame.text.slice(0, RAW_CAP), at: now() };
  }

  return (frame) => {
    const kind = kinds.get(frame.name);
    if (!kind || frame.kind !== 'event') return null;
    const second = frame.text.indexOf('\n') + 1;
    if (frame.text.startsWith('Privilege:', second)) {
      if (!isPrivilege(frame.text, second + 10))
        return heldAgainst(frame, { reason: 'bad-privilege', detail: 'value' });
      privileged = true;
    } else if (frame.text.startsWith('ActionID:', second) && frame.name !== 'OriginateResponse') {
      return null; // An entry of a list somebody asked for, not news.
    } else if (privileged) return heldAgainst(frame, { reason: 'bad-privilege', detail: 'missing' });
    if (frame.name === 'VarSet' && !isPassed(frame.text, passed)) return null;
    // NUL cannot come from Asterisk, and no store takes it.
    const text = frame.text.includes('\0') ? frame.text.replaceAll('\0', '\uFFFD') : frame.text;
    const message = understand(text, kind);
    if ('reason' in message) return heldAgainst(frame, message);
    return kind.build(message, msOfTimestamp(message.field('Timestamp')) ?? now());
  };
}

/** Asterisk's own way of writing first; a message that differs is rewritten and judged by the same rules. */
function understand(text: string, { ready }: EventKind): Message | Fault {
  const message = readMessage(text, ready);
  if (!('reason' in message)) return message;
  const rewritten = normalise(text, ready);
  if (typeof rewritten !== 'string') return rewritten;
  return rewritten === text ? message : readMessage(rewritten, ready);
}

/** `call,all`: names of classes, nothing else. */
function isPrivilege(text: string, from: number): boolean {
  let at = from;
  if (text.charCodeAt(at) === 32) at++;
  const first = at;
  for (; ; at++) {
    const code = text.charCodeAt(at);
    if (code === 13 || code === 10) return at > first;
    if (!((code >= 97 && code <= 122) || code === 44)) return false;
  }
}

function isPassed(text: string, passed: ReadonlySet<string>): boolean {
  const found = /\nVariable: *_{0,2}([^\r\n]*)/.exec(text);
  // A VarSet of a global variable has no channel: Channel and Uniqueid say `none`.
  if (!found || /\nUniqueid: *none\r?\n/.test(text)) return false;
  const name = found[1] ?? '';
  return name.startsWith('RB_') || passed.has(name);
}
