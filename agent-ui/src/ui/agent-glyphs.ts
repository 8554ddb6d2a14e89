import type { AgentPresence } from '../../../schema/contracts/live.ts';
import type { GlyphName } from './glyph-shapes.tsx';

/** The shape of what a colleague does now. */
export const agentGlyphs: Record<AgentPresence['state'], GlyphName> = {
  ready: 'ready',
  ringing: 'calling',
  in_call: 'in_call',
  paused: 'paused',
  unreachable: 'unreachable',
  no_screen: 'unreachable',
  signed_out: 'away',
};

/** First who needs a look, then who could call back, then the rest. */
export const agentOrder: readonly AgentPresence['state'][] = [
  'unreachable',
  'no_screen',
  'ready',
  'ringing',
  'in_call',
  'paused',
  'signed_out',
];
