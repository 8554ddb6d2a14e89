import { Menu } from '@mantine/core';
import { IconCheck } from '@tabler/icons-react';
import { useSession } from '../api/session.ts';
import { useReasonWords } from './agent-state.ts';
import { StateGlyph } from './state-glyph.tsx';

interface Props {
  /** The reason that holds now. */
  readonly current: string | null;
  readonly onPause: (reason: string) => void;
}

/** The company's reasons to pause, one line each, for a menu. */
export function PauseItems({ current, onPause }: Props) {
  const { site } = useSession();
  const words = useReasonWords();
  return site.pauseReasons.map((reason) => (
    <Menu.Item
      key={reason}
      leftSection={<StateGlyph state="paused" />}
      rightSection={reason === current ? <IconCheck size={14} stroke={2} aria-hidden /> : null}
      onClick={() => onPause(reason)}
    >
      <bdi>{words(reason)}</bdi>
    </Menu.Item>
  ));
}
