import { Menu } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconCheck, IconChevronDown } from '@tabler/icons-react';
import type { AgentPresence } from '../../../../schema/contracts/live.ts';
import { usePresenceOrder } from '../../api/presence.ts';
import { useSession } from '../../api/session.ts';
import { useLiveState } from '../../socket/live-store.ts';
import { agentGlyphs } from '../../ui/agent-glyphs.ts';
import { useAgentWords } from '../../ui/agent-state.ts';
import { Clock } from '../../ui/clock.tsx';
import { useKeys } from '../../ui/keys.ts';
import { MenuInTurn } from '../../ui/menu-in-turn.tsx';
import { Avatar, KeyCap } from '../../ui/parts.tsx';
import { PauseItems } from '../../ui/pause-items.tsx';
import { StateGlyph } from '../../ui/state-glyph.tsx';
import { TimeLeft } from '../../ui/time-left.tsx';
import classes from './presence-menu.module.css';
import { useWords } from './words.ts';

/** Where I am, since when and why, and the ways to change it: with the mouse or by `P`. */
export function PresenceMenu() {
  const { devices } = useSession();
  const me = useLiveState((state) => state.me);
  if (me !== null && devices.length === 0 && me.devices.length === 0) return <TakesNoCalls />;
  return <MyMenu me={me} />;
}

function MyMenu({ me }: { readonly me: AgentPresence | null }) {
  const { t } = useWords();
  const { devices } = useSession();
  const [opened, { toggle, set: setOpened }] = useDisclosure(false);
  const order = usePresenceOrder();
  useKeys({ p: toggle });
  const extension = me?.devices[0]?.extension ?? devices[0]?.extension;
  const words = useAgentWords()(me ?? { state: 'away', detail: null });
  const state = me?.state ?? 'away';
  const pausable = state !== 'paused' || me?.detail === 'did_not_answer';
  return (
    <MenuInTurn
      opened={opened}
      onChange={setOpened}
      position="bottom-start"
      width={260}
      shadow="md"
      returnFocus
      button={
        <button type="button" className={classes.me} data-state={state} aria-busy={order.isPending || undefined}>
          <span className={classes.state}>
            <StateGlyph
              state={agentGlyphs[state]}
              withWord
              word={words.reason === null ? words.state : t('withReason', { state: words.state, reason: words.reason })}
            />
            <span className={classes.clock}>
              {me?.until ? <TimeLeft until={me.until} /> : me ? <Clock since={me.since} /> : null}
            </span>
            <IconChevronDown size={14} stroke={1.6} aria-hidden />
          </span>
          <span className={classes.under}>
            <Under me={me} extension={extension} />
          </span>
        </button>
      }
    >
      {() => (
        <>
          {state === 'paused' || state === 'wrap_up' ? (
            <Menu.Item leftSection={<StateGlyph state="ready" />} onClick={() => order.mutate({ do: 'ready' })}>
              {t('readyNow')}
            </Menu.Item>
          ) : null}
          {state === 'wrap_up' ? (
            <Menu.Item
              leftSection={<StateGlyph state="wrap_up" />}
              closeMenuOnClick={false}
              onClick={() => order.mutate({ do: 'more' })}
            >
              {t('moreTime')}
            </Menu.Item>
          ) : null}
          <Menu.Label className={classes.label ?? ''}>
            {pausable ? t('pause') : t('pauseOther')} <KeyCap>P</KeyCap>
          </Menu.Label>
          <PauseItems current={me?.detail ?? null} onPause={(reason) => order.mutate({ do: 'pause', reason })} />
          <Queues queues={me?.queues ?? []} onServe={(queue, serves) => order.mutate({ do: 'serve', queue, serves })} />
        </>
      )}
    </MenuInTurn>
  );
}

interface QueuesProps {
  readonly queues: AgentPresence['queues'];
  readonly onServe: (queue: string, serves: boolean) => void;
}

function Queues({ queues, onServe }: QueuesProps) {
  const { t } = useWords();
  if (queues.length === 0) return null;
  return (
    <>
      <Menu.Divider />
      <Menu.Label>{t('queues')}</Menu.Label>
      {queues.map(({ name, label, serves, mayLeave }) => (
        <Menu.Item
          key={name}
          className={classes.queue ?? ''}
          closeMenuOnClick={false}
          disabled={!mayLeave}
          title={mayLeave ? undefined : t('fixed')}
          aria-checked={serves}
          role="menuitemcheckbox"
          leftSection={
            serves ? <IconCheck size={14} stroke={2} aria-hidden /> : <span className={classes.blank} aria-hidden />
          }
          onClick={() => onServe(name, !serves)}
        >
          <bdi>{label}</bdi>
        </Menu.Item>
      ))}
    </>
  );
}

/** The line below: what is wrong first, else which phone is mine. */
function Under({ me, extension }: { readonly me: AgentPresence | null; readonly extension: string | undefined }) {
  const { t } = useWords();
  // Once paused, there is nothing left to warn of.
  if (me && me.unanswered > 0 && me.state !== 'paused') {
    return (
      <span className={classes.warn} role="status">
        <StateGlyph state="not_reached" word={t('warning')} />
        <span>{t('unanswered', { count: me.unanswered, limit: me.unansweredLimit })}</span>
      </span>
    );
  }
  return extension ? t('phone', { extension }) : t('noPhone');
}

/** A supervisor or admin without a phone is no alarm. */
function TakesNoCalls() {
  const { t } = useWords();
  const { user } = useSession();
  return (
    <div className={classes.person}>
      <Avatar name={user.name} size={32} />
      <div>
        <b>
          <bdi>{user.name}</bdi>
        </b>
        <small>{t('noCalls')}</small>
      </div>
    </div>
  );
}
