import type { ChannelFacts } from './ami-event.ts';
import { noVars, type Vars, variablesIn } from './channel-vars.ts';
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

/** Why a message is not believed; `detail` is a header's name. */
export interface Fault {
  readonly reason: QuarantineReason;
  readonly detail: string;
}

/** A spec with what can be worked out beforehand. */
export interface ReadySpec {
  readonly spec: MessageSpec;
  readonly needs: readonly string[];
  readonly prefixes: readonly SnapshotPrefix[];
  readonly literals: readonly (readonly string[])[];
  readonly only: ReadonlySet<string> | null;
  /** Header names known to be in place; grows with what is met, up to a limit. */
  readonly accepted: Set<string>;
}

/** Prepares a spec for `readMessage`. */
export function readySpec(spec: MessageSpec): ReadySpec {
  const prefixes = [...spec.channels, ...(spec.maybe ?? [])];
  return {
    spec,
    needs: spec.needs ?? [],
    prefixes,
    literals: prefixes.map((prefix) => snapshotNames.map((name) => `${prefix}${name}: `)),
    only: spec.only ? new Set(spec.only) : null,
    accepted: new Set([...commonNames, ...(spec.own ?? [])]),
  };
}

type Filling = { -readonly [K in keyof ChannelFacts]: ChannelFacts[K] };

/** What a sound message says. */
export interface Told {
  /** A header's value. */
  field(name: string): string | undefined;
  /** A snapshot with what stands before its header names. */
  channel(prefix: SnapshotPrefix): ChannelFacts | null;
  /** All headers besides those of the snapshots, and `Privilege` perhaps. */
  headers(): Iterable<readonly [name: string, value: string]>;
}

/** A message cut up and found complete. */
export class Message implements Told {
  readonly names: string[] = [];
  readonly values: string[] = [];
  readonly facts: (ChannelFacts | null)[];
  readonly prefixes: readonly SnapshotPrefix[];

  constructor(prefixes: readonly SnapshotPrefix[]) {
    this.prefixes = prefixes;
    this.facts = prefixes.map(() => null);
  }

  /** Messages have few headers besides their snapshots: a list is quicker than a table. */
  field(name: string): string | undefined {
    const at = this.names.indexOf(name);
    return at < 0 ? undefined : this.values[at];
  }

  channel(prefix: SnapshotPrefix): ChannelFacts | null {
    return this.facts[this.prefixes.indexOf(prefix)] ?? null;
  }

  *headers(): Iterable<readonly [name: string, value: string]> {
    for (const [i, name] of this.names.entries()) yield [name, this.values[i] ?? ''];
  }
}

/**
 * Reads a message written as Asterisk 12 to 22 write it: CR LF, `Name: value`, snapshots in their fixed order.
 * The fixed order is also the defence against a caller whose number holds line breaks (seen on 22): the true message
 * is cut before its Uniqueid, and what the caller forged has the rest of the true one behind it, so neither is whole.
 */
export function readMessage(text: string, ready: ReadySpec): Message | Fault {
  const message = new Message(ready.prefixes);
  const size = text.length;
  for (let at = text.indexOf('\n') + 1; at < size; ) {
    const eol = text.indexOf('\n', at);
    if (eol < 0 || text.charCodeAt(eol - 1) !== 13) return { reason: 'header-order', detail: 'line end' };
    const colon = text.indexOf(': ', at);
    if (colon < 0 || colon > eol) return { reason: 'line-without-colon', detail: 'line' };
    const name = text.slice(at, colon);
    if (name.endsWith('Channel')) {
      const which = ready.prefixes.indexOf(name.slice(0, -7) as SnapshotPrefix);
      if (which >= 0) {
        if (message.facts[which]) return { reason: 'duplicate-header', detail: name };
        const next = readSnapshot(text, at, ready.literals[which] ?? [], message, which);
        if (typeof next !== 'number') return next;
        at = next;
        continue;
      }
    }
    if (name.endsWith('ChanVariable') || name.startsWith('ChanVariable(')) {
      const next = readVariables(text, at, name, message);
      if (typeof next !== 'number') return next;
      at = next;
      continue;
    }
    if (name === 'Event' || message.names.includes(name)) return { reason: 'duplicate-header', detail: known(name) };
    message.names.push(name);
    message.values.push(text.slice(colon + 2, eol - 1));
    at = eol + 1;
  }
  return complete(message, ready) ?? message;
}

/** The fault of a message that was cut up without one, or null. */
function complete(message: Message, { spec, needs, only, accepted }: ReadySpec): Fault | null {
  for (let i = 0; i < spec.channels.length; i++) {
    if (!message.facts[i]) return { reason: 'missing-header', detail: `${spec.channels[i] ?? ''}Channel` };
  }
  for (const name of needs) if (!message.names.includes(name)) return { reason: 'missing-header', detail: name };
  for (const name of message.names) {
    if (accepted.has(name)) continue;
    if (only ? !only.has(name) : snapshotHeaders.has(name)) return { reason: 'stray-header', detail: known(name) };
    // A copy: a slice would keep the whole message in memory.
    if (accepted.size < 256 && name.length < 64) accepted.add(Buffer.from(name).toString());
  }
  return null;
}

const values: string[] = new Array(snapshotNames.length).fill('');

/** Reads the fourteen lines from `at` on; returns where the next line begins. */
function readSnapshot(
  text: string,
  at: number,
  literals: readonly string[],
  message: Message,
  which: number,
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
  message.facts[which] = {
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
  };
  return next;
}

/**
 * Reads the run of lines named `name` from `at` on: the variables of the snapshot with that prefix, or, as versions
 * before 12 wrote it (`ChanVariable(SIP/x-1)`), of the channel named.
 */
function readVariables(text: string, at: number, name: string, message: Message): number | Fault {
  const line = `${name}: `;
  let next = at;
  while (text.startsWith(line, next)) next = text.indexOf('\n', next) + 1;
  const block = text.slice(at, next);
  const facts = name.endsWith(')')
    ? message.facts.find((found) => found?.channel === name.slice(13, -1))
    : message.channel(name.slice(0, -12) as SnapshotPrefix);
  if (!facts) return name.endsWith(')') ? next : { reason: 'stray-header', detail: 'ChanVariable' };
  const { vars } = variablesIn(block, line.length);
  const all = vars === null ? null : united(facts.vars, vars);
  if (all === null) return { reason: 'duplicate-header', detail: 'ChanVariable' };
  (facts as Filling).vars = all;
  return next;
}

/** Two runs of variables of one channel: usually there is one. Null when they contradict each other. */
function united(one: Vars, two: Vars): Vars | null {
  if (one === noVars) return two;
  for (const [name, value] of Object.entries(two)) if (name in one && one[name] !== value) return null;
  return Object.assign(Object.create(null), one, two);
}

/** A detail is shown to people and counted: an unknown name, being the caller's own text, is not repeated. */
function known(name: string): string {
  return commonNames.has(name) || snapshotHeaders.has(name) ? name : 'other';
}
