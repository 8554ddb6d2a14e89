import { useCommon } from '../i18n/words.ts';
import { type GlyphName, glyphShapes } from './glyph-shapes.tsx';
import classes from './state-glyph.module.css';

const colours: Record<GlyphName, string> = {
  open: 'ink-3',
  due_soon: 'amber',
  overdue: 'red',
  breached: 'red',
  not_reached: 'amber',
  needs_human: 'ink-2',
  calling: 'accent',
  in_time: 'blue',
  late: 'purple',
  called_again: 'green',
  closed: 'ink-3',
  missed: 'red',
  inbound: 'ink-2',
  outbound: 'ink-2',
  internal: 'ink-2',
  note: 'ink-3',
  recording: 'ink-3',
  next_step: 'ink-3',
  ready: 'green',
  in_call: 'ink-2',
  wrap_up: 'accent',
  paused: 'ink-3',
  unreachable: 'red',
  away: 'ink-3',
};

interface Props {
  readonly state: GlyphName;
  /** Shows the word beside the shape; else the word is only read aloud and on hover. */
  readonly withWord?: boolean;
  /** Another word than the state's own. */
  readonly word?: string;
  readonly size?: number;
}

/** A state as shape, colour and word together. The shape carries the colour, the word stays ink. */
export function StateGlyph({ state, withWord = false, word, size = 14 }: Props) {
  const { t } = useCommon();
  const text = word ?? t(`state.${state}`);
  return (
    <span
      className={classes.glyph}
      title={withWord ? undefined : text}
      data-red={state === 'missed' || state === 'overdue' || undefined}
    >
      <svg width={size} height={size} viewBox="0 0 14 14" style={{ color: `var(--rb-${colours[state]})` }} aria-hidden>
        {glyphShapes[state]}
      </svg>
      <span className={withWord ? undefined : 'hidden-visually'}>{text}</span>
    </span>
  );
}
