import type { Wall } from '../../../../schema/contracts/wall.ts';
import { formatDuration } from '../../i18n/format.ts';
import { agentGlyphs, agentOrder } from '../../ui/agent-glyphs.ts';
import { StateGlyph } from '../../ui/state-glyph.tsx';
import classes from './wall.module.css';
import { useWords } from './words.ts';

/** As many as fit in large letters; the others are told as one number. */
const most = 18;

/** Who is at work, with the time in that state; first who needs a look. */
export function WallAgents({ agents, now }: { readonly agents: Wall['agents']; readonly now: number }) {
  const { t, language } = useWords();
  const sorted = [...agents].sort(
    (a, b) => agentOrder.indexOf(a.state) - agentOrder.indexOf(b.state) || a.name.localeCompare(b.name),
  );
  const more = sorted.length - most;
  return (
    <section className={classes.agents}>
      <h2>{t('agents.heading')}</h2>
      <ul>
        {sorted.slice(0, most).map(({ name, state, since }) => (
          <li key={`${name} ${since}`} data-state={state}>
            <StateGlyph state={agentGlyphs[state]} withWord word="" size={26} />
            <span>
              <b>
                <bdi>{name}</bdi>
              </b>
              <small>
                {t(`agent.${state}`)}
                {state === 'offline' ? null : (
                  <i className="num">{formatDuration(Math.max(0, now - since), language)}</i>
                )}
              </small>
            </span>
          </li>
        ))}
      </ul>
      {more > 0 ? <p>{t('agents.more', { count: more })}</p> : null}
    </section>
  );
}
