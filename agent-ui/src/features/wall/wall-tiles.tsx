import { localDigits } from '../../i18n/digits.ts';
import { formatDuration, formatNumber } from '../../i18n/format.ts';
import { FineMark } from '../../ui/fine-mark.tsx';
import { StateGlyph } from '../../ui/state-glyph.tsx';
import { hoursAndMinutes, type TileFact } from '../../ui/tile-facts.ts';
import classes from './wall.module.css';
import { useWords } from './words.ts';

interface Props {
  readonly facts: readonly TileFact[];
  readonly agents: number;
}

/** The six figures of the debt board, large; shape and word say how each stands against its target. */
export function WallTiles({ facts, agents }: Props) {
  const { t } = useWords();
  return (
    <dl className={classes.tiles}>
      {facts.map((fact) => (
        <div key={fact.name} data-tone={fact.tone} data-tile={fact.name}>
          <dt>{t(`tile.${fact.name}`)}</dt>
          <dd>
            <Figure fact={fact} agents={agents} />
            <small>
              {fact.tone === 'met' ? (
                <FineMark size={22} />
              ) : (
                <StateGlyph state={fact.tone === 'past' ? 'breached' : 'due_soon'} withWord word="" size={22} />
              )}
              {t(`tone.${fact.tone}`)}
            </small>
          </dd>
        </div>
      ))}
    </dl>
  );
}

function Figure({ fact: { name, value }, agents }: { readonly fact: TileFact; readonly agents: number }) {
  const { t, language } = useWords();
  if (value === null) return <b className={classes.none}>{t('none')}</b>;
  if (name === 'oldest') return <b className="num">{localDigits(hoursAndMinutes(value), language)}</b>;
  if (name === 'longest') return <b className="num">{formatDuration(value, language)}</b>;
  const number = formatNumber(value, language);
  if (name === 'answered') return <b className="num">{t('percent', { number })}</b>;
  if (name !== 'ready') return <b className="num">{number}</b>;
  return (
    <b className="num">
      {number} <i>{t('ofAgents', { count: agents })}</i>
    </b>
  );
}
