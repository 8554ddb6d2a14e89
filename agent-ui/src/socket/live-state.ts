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
  /** Calls that are over, newest last; what follows a call (wrap-up) starts from them. */
  readonly ended: readonly LiveCard[];
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
  ended: [],
  attempts: [],
  coverage: null,
  me: null,
  agents: [],
};

export function withSnapshot(snapshot: Snapshot): LiveState {
  const { seq, attempts, coverage, me, agents } = snapshot;
  const cards = snapshot.cards.filter(({ state }) => state !== 'ended');
  const ended = snapshot.cards.filter(({ state }) => state === 'ended');
  return { line: 'live', seq, cards, gone: null, ended, attempts, coverage, me, agents };
}

const isOther = (id: string) => (card: LiveCard) => card.id !== id;

/** A card with a lower `seq` than the one shown is late news and changes nothing. */
export function withCard(state: LiveState, card: LiveCard): LiveState {
  const known = state.cards.find(({ id }) => id === card.id);
  if (known && known.seq > card.seq) return state;
  const seq = Math.max(state.seq, card.seq);
  if (card.state === 'ended') {
    const cards = state.cards.filter(isOther(card.id));
    return { ...state, seq, cards, ended: [...state.ended.filter(isOther(card.id)), card].slice(-5) };
  }
  const cards = known ? state.cards.map((each) => (each.id === card.id ? card : each)) : [...state.cards, card];
  return { ...state, seq, cards, gone: state.gone?.id === card.id ? null : state.gone };
}

/** A card goes; one that was talked on stays known as ended, with the row of the logged call when it is there. */
export function withoutCard(state: LiveState, gone: CardGone, at: number): LiveState {
  const card = [...state.cards, ...state.ended].find(({ id }) => id === gone.id);
  if (!card) return state;
  const seq = Math.max(state.seq, gone.seq);
  const cards = state.cards.filter(isOther(gone.id));
  if (gone.why !== 'over') return { ...state, seq, cards, gone: { ...gone, card, at } };
  const callId = gone.callId ?? card.callId;
  const over: LiveCard = { ...card, state: 'ended', endedAt: card.endedAt ?? at, callId };
  return { ...state, seq, cards, gone: null, ended: [...state.ended.filter(isOther(gone.id)), over].slice(-5) };
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
