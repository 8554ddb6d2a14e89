import { type ComponentType, createContext, Suspense, useContext } from 'react';
import type { RecordingView } from '../../../schema/contracts/calls.ts';

interface PlayerProps {
  readonly recording: RecordingView;
  readonly compact?: boolean;
}

const Player = createContext<ComponentType<PlayerProps> | null>(null);
/** The app hands in the player of recordings; a timeline only leaves a place for it. */
export const RecordingPlayerProvider = Player.Provider;

export function RecordingSlot(props: PlayerProps) {
  const Found = useContext(Player);
  return Found === null ? null : (
    <Suspense fallback={null}>
      <Found {...props} />
    </Suspense>
  );
}
