import { type AgentPresence, agentStates } from '../../../../schema/contracts/live.ts';
import { agentGlyphs, agentOrder } from '../../ui/agent-glyphs.ts';
import { Clock } from '../../ui/clock.tsx';
import { StateGlyph } from '../../ui/state-glyph.tsx';
import classes from './agents-strip.module.css';
import { useWords } from './words.ts';

/** Who is at work now, with the time in that state. */
export function AgentsStrip({ agents }: { readonly agents: readonly AgentPresence[] }) {
  const { t } = useWords();
  const counts = agentStates
    .map((state) => ({ state, count: agents.filter((agent) => agent.state === state).length }))
    .filter(({ count }) => count > 0);
  const sorted = [...agents].sort(
    (a, b) => agentOrder.indexOf(a.state) - agentOrder.indexOf(b.state) || a.user.name.localeCompare(b.user.name),
  );
  return (
    <section className={classes.strip} aria-label={t('agents.heading')}>
      <header className={classes.head}>
        <h2>{t('agents.heading')}</h2>
        <span>
          {counts.length === 0
            ? t('agents.none')
            : counts.map(({ state, count }) => t(`agents.${state}`, { count })).join(t('comma'))}
        </span>
      </header>
      <ul className={classes.list}>
        {sorted.map((agent) => (
          <li key={agent.user.id} className={classes.agent} data-state={agent.state}>
            <StateGlyph state={agentGlyphs[agent.state]} word={t(`agentState.${agent.state}`)} />
            <span className={classes.who}>
              <b>
                <bdi>{agent.user.name}</bdi>
              </b>
              <small>
                {agent.detail === null
                  ? t(`agentState.${agent.state}`)
                  : `${t(`agentState.${agent.state}`)}${t('comma')}${agent.detail}`}
              </small>
            </span>
            {agent.state === 'signed_out' ? null : <Clock since={agent.since} />}
          </li>
        ))}
      </ul>
    </section>
  );
}
