import type { CallbackView } from './callbacks.ts';
import type { CallRow } from './calls.ts';
import type { AttemptView } from './dial.ts';
import type { AgentPresence, Coverage, goneReasons, LiveCard } from './live.ts';
import type { NoticeView } from './notices.ts';
import type { PausedUnanswered } from './presence.ts';

/** What a screen gets on every (re)connect: it replaces all it knew of the present. */
export interface Snapshot {
  readonly seq: number;
  readonly cards: readonly LiveCard[];
  readonly attempts: readonly AttemptView[];
  readonly coverage: Coverage;
  readonly me: AgentPresence;
  /** Only for supervisors and admins. */
  readonly agents: readonly AgentPresence[];
  readonly now: number;
}

export interface CardGone {
  readonly seq: number;
  readonly id: string;
  readonly why: (typeof goneReasons)[number];
  readonly by: string | null;
  readonly callId: number | null;
}

/** Facts that changed after a commit; a screen refreshes what it shows of them. */
export interface Changed {
  readonly seq: number;
  readonly what: 'contact' | 'recording' | 'people' | 'note';
  readonly id: number;
}

/** Socket.IO, path `/rt`, same origin and cookie as the pages. Rooms are joined by the server only. */
export interface ServerToClient {
  snapshot: (snapshot: Snapshot) => void;
  card: (card: LiveCard) => void;
  'card.gone': (gone: CardGone) => void;
  'callback.changed': (event: { readonly seq: number; readonly callback: CallbackView }) => void;
  'call.logged': (event: { readonly seq: number; readonly call: CallRow }) => void;
  'attempt.changed': (event: { readonly seq: number; readonly attempt: AttemptView }) => void;
  /** A callback went up its ladder and this person is told. */
  notice: (event: { readonly seq: number; readonly notice: NoticeView }) => void;
  presence: (agent: AgentPresence) => void;
  /** A phone was paused because it rang out again and again; for supervisors. */
  'agent.unanswered': (told: PausedUnanswered) => void;
  coverage: (coverage: Coverage) => void;
  changed: (event: Changed) => void;
  /** The session ended (signed out elsewhere, disabled): show the sign-in. */
  'signed-out': () => void;
}

export interface ClientToServer {
  /** The card stands on the glass; the server stops looking for another screen. */
  painted: (cardId: string) => void;
  /** Renews the lease of items this tab works on; answers with the ids still mine. */
  renew: (callbackIds: readonly number[], answer: (mine: readonly number[]) => void) => void;
}
