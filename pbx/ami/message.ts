import type { ChannelFacts } from './ami-event.ts';
import type { SnapshotPrefix } from './header-names.ts';
import { commonNames, LANGUAGE, snapshotHeaders, snapshotNames } from './header-names.ts';
import type { QuarantineReason } from './quarantined.ts';
import { isIdentity, textOf } from './values.ts';

/** What a message of one kind must look like to be believed. */
export interface MessageSpec {
  /** Snapshots the message must have, whole. */
  readonly channels: readonly SnapshotPrefix[];
  /** Snapshots it may have; when it has one, whole as well. */
  readonly maybe?: readonly SnapshotPrefix[];
  /** Other headers it must have. */
  readonly needs?: readonly string[];
  /** Set for messages without a channel: all other headers they may have. Anything else is somebody else's header. */
  readonly only?: readonly string[];
  /** Headers of its own that are named like those of a snapshot (BlindTransfer's Context …). */
  readonly own?: readonly string[];
}

/** A message cut up and found complete. */
export interface Message {
  readonly channels: ReadonlyMap<SnapshotPrefix, ChannelFacts>;
  readonly fields: ReadonlyMap<string, string>;
}

/** Why a message is not believed; `detail` is a header's name. */
export interface Fault {
  readonly reason: QuarantineReason;
  readonly detail: string;
}

/** A spec with what can be worked out beforehand. */
export interface ReadySpec {
  readonly spec: MessageSpec;
  readonly prefixes: readonly SnapshotPrefix[];
  readonly literals: readonly (readonly string[])[];
  readonly only: ReadonlySet<string> | null;
  readonly own: ReadonlySet<string>;
}

/** Prepares a spec for `readMessage`. */
export function readySpec(spec: MessageSpec): ReadySpec {
  const prefixes = [...spec.channels, ...(spec.maybe ?? [])];
  return {
    spec,
    prefixes,
    literals: prefixes.map((prefix) => snapshotNames.map((name) => `${prefix}${name}: `)),
    only: spec.only ? new Set(spec.only) : null,
    own: new Set(spec.own ?? []),
  };
}

type Filling = { -readonly [K in keyof ChannelFacts]: ChannelFacts[K] } & { vars: Record<string, string> };

const noVars: Record<string, string> = Object.freeze(Object.create(null));
const badNames: ReadonlySet<string> = new Set(['__PROTO__', 'PROTOTYPE', 'CONSTRUCTOR']);

/**
 * Reads a message written as Asterisk 12 to 22 write it: CR LF, `Name: value`, snapshots in their fixed order.
 * The fixed order is also the defence against a caller whose number holds line breaks (seen on 22): the true message
 * is cut before its Uniqueid, and what the caller forged has the rest of the true one behind it, so neither is whole.
 */
export function readMessage(text: string, { spec, prefixes, literals, only, own }: ReadySpec): Message | Fault {
  const channels = new Map<SnapshotPrefix, Filling>();
  const fields = new Map<string, string>();
  const size = text.length;
  for (let at = text.indexOf('\n') + 1; at < size; ) {
    const which = snapshotStart(text, at, literals);
    if (which >= 0) {
      const prefix = prefixes[which] ?? '';
      if (channels.has(prefix)) return { reason: 'duplicate-header', detail: `${prefix}Channel` };
      const next = readSnapshot(text, at, literals[which] ?? [], (facts) => channels.set(prefix, facts));
      if (typeof next !== 'number') return next;
      at = next;
      continue;
    }
    const eol = text.indexOf('\n', at);
    if (eol < 0 || text.charCodeAt(eol - 1) !== 13) return { reason: 'header-order', detail: 'line end' };
    const colon = text.indexOf(': ', at);
    if (colon < 0 || colon > eol) return { reason: 'line-without-colon', detail: 'line' };
    const name = text.slice(at, colon);
    const value = text.slice(colon + 2, eol - 1);
    at = eol + 1;
    if (name.endsWith('ChanVariable')) {
      const facts = channels.get(name.slice(0, -12) as SnapshotPrefix);
      if (!facts) return { reason: 'stray-header', detail: 'ChanVariable' };
      if (!addVariable(facts, value)) return { reason: 'duplicate-header', detail: 'ChanVariable' };
      continue;
    }
    if (name.startsWith('ChanVariable(')) {
      const named = name.slice(13, -1);
      for (const facts of channels.values()) if (facts.channel === named) addVariable(facts, value);
      continue;
    }
    if (name === 'Event' || fields.has(name)) return { reason: 'duplicate-header', detail: known(name) };
    fields.set(name, value);
  }
  for (const prefix of spec.channels) {
    if (!channels.has(prefix)) return { reason: 'missing-header', detail: `${prefix}Channel` };
  }
  for (const name of spec.needs ?? []) if (!fields.has(name)) return { reason: 'missing-header', detail: name };
  for (const name of fields.keys()) {
    if (own.has(name) || commonNames.has(name)) continue;
    if (only ? !only.has(name) : snapshotHeaders.has(name)) return { reason: 'stray-header', detail: known(name) };
  }
  return { channels, fields };
}

function snapshotStart(text: string, at: number, literals: readonly (readonly string[])[]): number {
  for (let i = 0; i < literals.length; i++) {
    const first = literals[i]?.[0];
    if (first !== undefined && text.startsWith(first, at)) return i;
  }
  return -1;
}

const values: string[] = new Array(snapshotNames.length).fill('');

/** Reads the fourteen lines from `at` on; returns where the next line begins. */
function readSnapshot(
  text: string,
  at: number,
  literals: readonly string[],
  done: (facts: Filling) => void,
): number | Fault {
  let next = at;
  for (let i = 0; i < literals.length; i++) {
    const literal = literals[i] ?? '';
    if (!text.startsWith(literal, next)) {
      if (i === LANGUAGE) continue;
      return { reason: 'missing-header', detail: literal.slice(0, -2) };
    }
    const eol = text.indexOf('\n', next);
    if (eol < 0 || text.charCodeAt(eol - 1) !== 13) return { reason: 'header-order', detail: 'line end' };
    values[i] = text.slice(next + literal.length, eol - 1);
    next = eol + 1;
  }
  const [channel = '', , state = '', callerNum, callerName, connectedNum, connectedName, , account, context, exten] =
    values;
  const uniqueid = values[12] ?? '';
  const linkedid = values[13] ?? '';
  if (!isIdentity(uniqueid)) return { reason: 'bad-identity', detail: 'Uniqueid' };
  if (!isIdentity(linkedid)) return { reason: 'bad-identity', detail: 'Linkedid' };
  if (channel === '') return { reason: 'bad-identity', detail: 'Channel' };
  done({
    channel,
    uniqueid,
    linkedid,
    state,
    callerNum: textOf(callerNum),
    callerName: textOf(callerName),
    connectedNum: textOf(connectedNum),
    connectedName: textOf(connectedName),
    accountCode: textOf(account),
    context: textOf(context),
    exten: textOf(exten),
    vars: noVars,
  });
  return next;
}

/** `NAME=value`; false when the name was there with another value, which no true message has. */
function addVariable(facts: Filling, pair: string): boolean {
  const equals = pair.indexOf('=');
  if (equals < 1) return true;
  const name = pair.slice(0, equals).toUpperCase();
  if (badNames.has(name)) return true;
  const value = textOf(pair.slice(equals + 1)) ?? '';
  const earlier = facts.vars[name];
  if (earlier !== undefined) return earlier === value;
  if (facts.vars === noVars) facts.vars = Object.create(null);
  facts.vars[name] = value;
  return true;
}

/** A detail is shown to people and counted: an unknown name, being the caller's own text, is not repeated. */
function known(name: string): string {
  return commonNames.has(name) || snapshotHeaders.has(name) ? name : 'other';
}
