import type { AgentPresence } from '../../../../schema/contracts/live.ts';
import { useLiveState } from '../../socket/live-store.ts';
import type { GlyphName } from '../../ui/glyph-shapes.tsx';
import { StateGlyph } from '../../ui/state-glyph.tsx';
import { useWords } from './words.ts';

const glyphs: Record<AgentPresence['state'], GlyphName> = {
  ready: 'ready',
  ringing: 'calling',
  in_call: 'in_call',
  paused: 'paused',
  unreachable: 'unreachable',
  no_screen: 'unreachable',
  signed_out: 'away',
};

/** What one person does at this moment. */
export function PresenceNow({ userId }: { readonly userId: number }) {
  const { t } = useWords();
  const agent = useLiveState(({ agents }) => agents.find(({ user }) => user.id === userId));
  const state = agent?.state ?? 'signed_out';
  if (state === 'unreachable' && agent?.devices.length === 0) return <span>{t('presence.no_phone')}</span>;
  return <StateGlyph state={glyphs[state]} withWord word={t(`presence.${state}`)} />;
}
