import type { AgentState } from '../../../schema/contracts/live.ts';
import type { GlyphName } from './glyph-shapes.tsx';

/** The shape of each state of a person; `ringing` borrows that of a call on its way. */
export const agentGlyphs: Record<AgentState, GlyphName> = {
  ready: 'ready',
  ringing: 'calling',
  in_call: 'in_call',
  wrap_up: 'wrap_up',
  paused: 'paused',
  away: 'away',
  unreachable: 'unreachable',
  offline: 'away',
};

/** First who needs a look, then who could call back, then the rest. */
export const agentOrder: readonly AgentState[] = [
  'unreachable',
  'ready',
  'ringing',
  'in_call',
  'wrap_up',
  'paused',
  'away',
  'offline',
];
