import type { AttemptView } from './dial.ts';
import type { AgentPresence, Coverage, goneReasons, LiveCard } from './live.ts';
import type { News } from './news.ts';
import type { NoticeView } from './notices.ts';
import type { PausedUnanswered } from './presence.ts';

/** What a screen gets on every (re)connect: it replaces all it knew of the present. */
export interface Snapshot {
  readonly seq: number;
  /** The number of the last news that concerned this person. */
  readonly mine: number;
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

/** Socket.IO, path `/rt`, same origin and cookie as the pages. Rooms are joined by the server only. */
export interface ServerToClient {
  snapshot: (snapshot: Snapshot) => void;
  card: (card: LiveCard) => void;
  'card.gone': (gone: CardGone) => void;
  /** Facts after their commit, only to whom they concern and to who looks at them. */
  news: (news: News) => void;
  'attempt.changed': (event: { readonly seq: number; readonly attempt: AttemptView }) => void;
  /** A callback went up its ladder and this person is told. */
  notice: (event: { readonly seq: number; readonly notice: NoticeView }) => void;
  /** Where this person is. */
  presence: (me: AgentPresence) => void;
  /** Only for supervisors and admins: the agents who are somewhere else now. */
  presences: (agents: readonly AgentPresence[]) => void;
  /** A phone was paused because it rang out again and again; for supervisors. */
  'agent.unanswered': (told: PausedUnanswered) => void;
  coverage: (coverage: Coverage) => void;
  /** The session ended (signed out elsewhere, disabled): show the sign-in. */
  'signed-out': () => void;
}

export interface ClientToServer {
  /**
   * All that this screen looks at from now on. Answers with the number of the last news of each: what is read after the
   * answer, together with the news that follow it, misses nothing.
   */
  look: (topics: readonly string[], answer: (last: Readonly<Record<string, number>>) => void) => void;
  /** The card stands on the glass; the server stops looking for another screen. */
  painted: (cardId: string) => void;
  /** Renews the lease of items this tab works on; answers with the ids still mine. */
  renew: (callbackIds: readonly number[], answer: (mine: readonly number[]) => void) => void;
}
