import type { AmiEvent, ChannelFacts } from './ami-event.ts';
import type { SnapshotPrefix } from './header-names.ts';
import { type MessageSpec, type ReadySpec, readySpec, type Told } from './message.ts';

/** How one kind of event is checked and typed. Null: the event is sound, and says nothing we act on. */
export interface EventKind {
  readonly ready: ReadySpec;
  readonly build: (message: Told, at: number) => AmiEvent | null;
}

/** Events by Asterisk's name. */
export type EventKinds = Readonly<Record<string, EventKind>>;

/** One row of an event table. */
export function kind(spec: MessageSpec, build: EventKind['build']): EventKind {
  return { ready: readySpec(spec), build };
}

/** A snapshot the spec demands. */
export function channelIn(message: Told, prefix: SnapshotPrefix): ChannelFacts {
  const facts = message.channel(prefix);
  if (!facts) throw new Error('The table of events names a channel its spec does not demand.');
  return facts;
}

/** A snapshot the spec allows. */
export function maybeChannelIn(message: Told, prefix: SnapshotPrefix): ChannelFacts | null {
  return message.channel(prefix);
}
