import { type AgentPresence, agentStates } from '../../../../schema/contracts/live.ts';
import { Clock } from '../../ui/clock.tsx';
import type { GlyphName } from '../../ui/glyph-shapes.tsx';
import { StateGlyph } from '../../ui/state-glyph.tsx';
import classes from './agents-strip.module.css';
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

/** First who needs a look, then who could call back, then the rest. */
const order: readonly AgentPresence['state'][] = [
  'unreachable',
  'no_screen',
  'ready',
  'ringing',
  'in_call',
  'paused',
  'signed_out',
];

/** Who is at work now, with the time in that state. */
export function AgentsStrip({ agents }: { readonly agents: readonly AgentPresence[] }) {
  const { t } = useWords();
  const counts = agentStates
    .map((state) => ({ state, count: agents.filter((agent) => agent.state === state).length }))
    .filter(({ count }) => count > 0);
  const sorted = [...agents].sort(
    (a, b) => order.indexOf(a.state) - order.indexOf(b.state) || a.user.name.localeCompare(b.user.name),
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
            <StateGlyph state={glyphs[agent.state]} word={t(`agentState.${agent.state}`)} />
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
