import { localDigits } from '../../i18n/digits.ts';
import { formatDuration, formatNumber } from '../../i18n/format.ts';
import { FineMark } from '../../ui/fine-mark.tsx';
import { StateGlyph } from '../../ui/state-glyph.tsx';
import { hoursAndMinutes, type TileFact, type Tone, tileNames } from '../../ui/tile-facts.ts';
import classes from './tiles.module.css';
import { useWords } from './words.ts';

interface Props {
  readonly facts: readonly TileFact[];
  readonly agents: number;
}

/** The six figures of the board in one strip: label, figure, and the target in words. */
export function Tiles({ facts, agents }: Props) {
  const { t } = useWords();
  return (
    <dl className={classes.tiles}>
      {facts.map((fact) => (
        <div key={fact.name} className={classes.tile} data-tile={fact.name} data-tone={fact.tone}>
          <dt>{t(`tile.${fact.name}`)}</dt>
          <dd>
            <Figure fact={fact} agents={agents} />
            <span className={classes.target}>
              <Mark tone={fact.tone} />
              <Target fact={fact} />
            </span>
          </dd>
        </div>
      ))}
    </dl>
  );
}

/** Their place while they are on their way, so that nothing moves when they come. */
export function TilesAwaited() {
  const { t } = useWords();
  return (
    <dl className={classes.tiles} aria-busy>
      {tileNames.map((name) => (
        <div key={name} className={classes.tile} data-tile={name}>
          <dt>{t(`tile.${name}`)}</dt>
          <dd>
            <span className={classes.figure} />
            <span className={classes.target}>&nbsp;</span>
          </dd>
        </div>
      ))}
    </dl>
  );
}

/** A met target is a plain tick: the other shapes are kept for what needs a look. */
function Mark({ tone }: { readonly tone: Tone }) {
  if (tone === 'met') return <FineMark size={12} />;
  return <StateGlyph state={tone === 'past' ? 'breached' : 'due_soon'} withWord word="" size={12} />;
}

function Figure({ fact, agents }: { readonly fact: TileFact; readonly agents: number }) {
  const { t, language } = useWords();
  const { name, value } = fact;
  if (value === null) return <span className={classes.none}>{name === 'answered' ? '–' : t('tile.none')}</span>;
  const number = formatNumber(value, language);
  switch (name) {
    case 'oldest':
      return (
        <span className={classes.figure}>
          <b className="num">{localDigits(hoursAndMinutes(value), language)}</b> <span>{t('tile.hours')}</span>
        </span>
      );
    case 'longest':
      return (
        <span className={classes.figure}>
          <b className="num">{formatDuration(value, language)}</b>
        </span>
      );
    case 'ready':
      return (
        <span className={classes.figure}>
          <b className="num">{number}</b> <span>{t('tile.ofAgents', { count: agents })}</span>
        </span>
      );
    case 'answered':
      return (
        <span className={classes.figure}>
          <b className="num">{number}</b> <span>{t('tile.percent')}</span>
        </span>
      );
    default:
      return (
        <span className={classes.figure}>
          <b className="num">{number}</b>
        </span>
      );
  }
}

function Target({ fact }: { readonly fact: TileFact }) {
  const { t, language } = useWords();
  const { name, value, target, tone } = fact;
  switch (name) {
    case 'open':
      return tone === 'past'
        ? t('tile.overTarget', { over: (value ?? 0) - target, target })
        : t(tone === 'near' ? 'tile.nearTarget' : 'tile.atMost', { target });
    case 'oldest':
      return t(wordOf(tone), { target: localDigits(hoursAndMinutes(target), language) });
    case 'longest':
      return t(wordOf(tone), { target: formatDuration(target, language) });
    case 'waiting':
      return t(tone === 'met' ? 'tile.atMost' : wordOf(tone), { target });
    case 'ready':
      return t('tile.atLeast', { target });
    case 'answered':
      return value === null ? t('tile.noCalls') : t('tile.percentTarget', { target });
  }
}

const wordOf = (tone: Tone) =>
  tone === 'past' ? 'tile.pastTarget' : tone === 'near' ? 'tile.nearTarget' : 'tile.target';
