import { Menu } from '@mantine/core';
import { type AgentPresence, agentStates } from '../../../../schema/contracts/live.ts';
import { usePresenceOrder } from '../../api/presence.ts';
import { formatTime } from '../../i18n/format.ts';
import { agentGlyphs, agentOrder } from '../../ui/agent-glyphs.ts';
import { useReasonWords } from '../../ui/agent-state.ts';
import { Clock } from '../../ui/clock.tsx';
import { PauseItems } from '../../ui/pause-items.tsx';
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
    (a, b) =>
      Number(a.unseenSince === null) - Number(b.unseenSince === null) ||
      agentOrder.indexOf(a.state) - agentOrder.indexOf(b.state) ||
      a.user.name.localeCompare(b.user.name),
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
          <li key={agent.user.id}>
            <Agent agent={agent} />
          </li>
        ))}
      </ul>
    </section>
  );
}

/** One agent; a click lets a supervisor pause them or make them ready. */
function Agent({ agent }: { readonly agent: AgentPresence }) {
  const { t, language } = useWords();
  const reasonOf = useReasonWords();
  const change = usePresenceOrder();
  const { id, name } = agent.user;
  const lost = agent.unseenSince;
  const reason = agent.detail === null || agent.detail === 'phone_offline' ? null : reasonOf(agent.detail);
  const state = t(`agentState.${agent.state}`);
  const words = [state, reason, lost === null ? null : t('agents.unseen')].filter((word) => word !== null);
  return (
    <Menu position="top-start" width={220} shadow="md">
      <Menu.Target>
        <button
          type="button"
          className={classes.agent}
          data-state={agent.state}
          data-unseen={lost !== null || undefined}
          title={lost === null ? undefined : t('agents.unseenSince', { time: formatTime(lost, language) })}
        >
          <span className="hidden-visually">
            {t('agents.change', { name })}
            {t('comma')}
            {words.join(t('comma'))}
          </span>
          <span className={classes.sign} aria-hidden>
            <StateGlyph state={lost === null ? agentGlyphs[agent.state] : 'unreachable'} word={state} />
          </span>
          <span className={classes.who} aria-hidden>
            <b>
              <bdi>{name}</bdi>
            </b>
            <small>
              <bdi>{words.join(t('comma'))}</bdi>
            </small>
          </span>
          {agent.state === 'offline' ? null : <Clock since={agent.since} />}
        </button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>
          <bdi>{name}</bdi>
        </Menu.Label>
        <Menu.Item
          leftSection={<StateGlyph state="ready" />}
          onClick={() => change.mutate({ do: 'ready', userId: id })}
        >
          {t('agents.setReady')}
        </Menu.Item>
        <Menu.Divider />
        <PauseItems
          current={agent.state === 'paused' ? agent.detail : null}
          onPause={(wanted) => change.mutate({ do: 'pause', reason: wanted, userId: id })}
        />
      </Menu.Dropdown>
    </Menu>
  );
}
