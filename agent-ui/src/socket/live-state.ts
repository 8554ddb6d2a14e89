import type { AttemptView } from '../../../schema/contracts/dial.ts';
import type { AgentPresence, Coverage, LiveCard } from '../../../schema/contracts/live.ts';
import type { CardGone, Snapshot } from '../../../schema/contracts/socket.ts';

/** A card that left the screen, kept a moment so that the bar can say why. */
export interface GoneCard extends CardGone {
  readonly card: LiveCard;
  readonly at: number;
}

/** What this screen knows of the present; replaced whole by every snapshot. */
export interface LiveState {
  /** `waiting` before the first snapshot, `lost` when the line broke after one. */
  readonly line: 'waiting' | 'live' | 'lost';
  readonly seq: number;
  readonly cards: readonly LiveCard[];
  readonly gone: GoneCard | null;
  readonly attempts: readonly AttemptView[];
  readonly coverage: Coverage | null;
  readonly me: AgentPresence | null;
  readonly agents: readonly AgentPresence[];
}

export const nothingLive: LiveState = {
  line: 'waiting',
  seq: 0,
  cards: [],
  gone: null,
  attempts: [],
  coverage: null,
  me: null,
  agents: [],
};

export function withSnapshot(snapshot: Snapshot): LiveState {
  const { seq, cards, attempts, coverage, me, agents } = snapshot;
  return { line: 'live', seq, cards, gone: null, attempts, coverage, me, agents };
}

/** A card with a lower `seq` than the one shown is late news and changes nothing. */
export function withCard(state: LiveState, card: LiveCard): LiveState {
  const known = state.cards.find(({ id }) => id === card.id);
  if (known && known.seq > card.seq) return state;
  const cards = known ? state.cards.map((each) => (each.id === card.id ? card : each)) : [...state.cards, card];
  return { ...state, seq: Math.max(state.seq, card.seq), cards };
}

export function withoutCard(state: LiveState, gone: CardGone, at: number): LiveState {
  const card = state.cards.find(({ id }) => id === gone.id);
  if (!card) return state;
  return {
    ...state,
    seq: Math.max(state.seq, gone.seq),
    cards: state.cards.filter(({ id }) => id !== gone.id),
    gone: { ...gone, card, at },
  };
}

export function withAttempt(state: LiveState, attempt: AttemptView): LiveState {
  const others = state.attempts.filter(({ id }) => id !== attempt.id);
  return { ...state, attempts: [...others, attempt].slice(-10) };
}

export function withPresence(state: LiveState, agent: AgentPresence): LiveState {
  const agents = state.agents.some(({ user }) => user.id === agent.user.id)
    ? state.agents.map((each) => (each.user.id === agent.user.id ? agent : each))
    : [...state.agents, agent];
  return { ...state, agents, me: state.me?.user.id === agent.user.id ? agent : state.me };
}
