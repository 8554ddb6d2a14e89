import { usePresenceOrder } from '../../api/presence.ts';
import { useLiveState } from '../../socket/live-store.ts';
import { StateGlyph } from '../../ui/state-glyph.tsx';
import { TimeLeft } from '../../ui/time-left.tsx';
import { BarButton } from './bar-button.tsx';
import { useWords } from './words.ts';
import classes from './wrap-up-time.module.css';

/** The time after a call: how much is left, a minute more, or its end. Nothing once it is over. */
export function WrapUpTime() {
  const { t } = useWords();
  const order = usePresenceOrder();
  const until = useLiveState(({ me }) => (me?.state === 'wrap_up' ? me.until : null));
  if (until === null) return null;
  return (
    <>
      <span className={classes.left} title={t('wrap.left')}>
        <StateGlyph state="wrap_up" word={t('wrap.left')} />
        <TimeLeft until={until} />
      </span>
      <BarButton kind="plain" onClick={() => order.mutate({ do: 'more' })}>
        {t('wrap.more')}
      </BarButton>
      <BarButton kind="plain" icon={<StateGlyph state="ready" />} onClick={() => order.mutate({ do: 'ready' })}>
        {t('wrap.ready')}
      </BarButton>
    </>
  );
}
