import type { AmiEvent, ChannelFacts } from './ami-event.ts';
import type { SnapshotPrefix } from './header-names.ts';
import { type Message, type MessageSpec, type ReadySpec, readySpec } from './message.ts';
import { Shapes } from './shape.ts';

/** How one kind of event is checked and typed. Null: the event is sound, and says nothing we act on. */
export interface EventKind {
  readonly ready: ReadySpec;
  readonly shapes: Shapes;
  readonly build: (message: Message, at: number) => AmiEvent | null;
}

/** Events by Asterisk's name. */
export type EventKinds = Readonly<Record<string, EventKind>>;

/** One row of an event table. */
export function kind(spec: MessageSpec, build: EventKind['build']): EventKind {
  return { ready: readySpec(spec), shapes: new Shapes(), build };
}

/** A snapshot the spec demands. */
export function channelIn(message: Message, prefix: SnapshotPrefix): ChannelFacts {
  const facts = message.channel(prefix);
  if (!facts) throw new Error('The table of events names a channel its spec does not demand.');
  return facts;
}

/** A snapshot the spec allows. */
export function maybeChannelIn(message: Message, prefix: SnapshotPrefix): ChannelFacts | null {
  return message.channel(prefix);
}
