import { useLiveState } from '../../socket/live-store.ts';
import { agentGlyphs } from '../../ui/agent-glyphs.ts';
import { StateGlyph } from '../../ui/state-glyph.tsx';
import { useWords } from './words.ts';

/** What one person does at this moment. */
export function PresenceNow({ userId }: { readonly userId: number }) {
  const { t } = useWords();
  const agent = useLiveState(({ agents }) => agents.find(({ user }) => user.id === userId));
  const state = agent?.state ?? 'offline';
  if (agent?.detail === 'no_device') return <span>{t('presence.no_phone')}</span>;
  return <StateGlyph state={agentGlyphs[state]} withWord word={t(`presence.${state}`)} />;
}
