import { memo, type ReactNode, useEffect, useState } from 'react';
import { serverNow, useLiveState } from '../../socket/live-store.ts';
import { useNow } from '../../ui/ticker.ts';
import { Announcer } from './announcer.tsx';
import { barState } from './bar-state.ts';
import { callerOf } from './caller.ts';
import { useDeskNotice } from './desk-notice.ts';
import { DialingBar } from './dialing-bar.tsx';
import { IdleBar } from './idle-bar.tsx';
import { GoneBar, OutcomeBar } from './over-bars.tsx';
import { useKeepPush } from './push-choice.ts';
import { useRingSound } from './ring-sound.ts';
import { RingingBar } from './ringing-bar.tsx';
import { TalkingBar } from './talking-bar.tsx';
import { useWords } from './words.ts';
import { WrapUpBar } from './wrap-up-bar.tsx';
import { WrapUpSavers } from './wrap-up-savers.tsx';
import { useCollectEnded, useOpenWrapUp } from './wrap-up-store.ts';

/** The bar looks every second whether something is over; at rest nothing changes by that. */
const QuietBar = memo(IdleBar);

interface Props {
  readonly presence: ReactNode;
  readonly coverage: ReactNode;
  readonly onSearch: () => void;
  readonly onDial: () => void;
}

/** The bar on top of everything. Its height never changes, so nothing below ever shifts. */
export function CallBar(props: Props) {
  const { t } = useWords();
  const live = useLiveState((state) => state);
  const [dismissed, setDismissed] = useState<readonly string[]>([]);
  useNow();
  useCollectEnded();
  const wrapUp = useOpenWrapUp();
  const bar = barState({ live, wrapUp, dismissed, browserNow: Date.now(), serverNow: serverNow() });
  const ringing = bar.kind === 'ringing' ? bar.card : null;
  useRingSound(ringing !== null);
  useDeskNotice(ringing);
  useKeepPush();
  useCallTitle(ringing ? (callerOf(ringing).name ?? callerOf(ringing).number) : null);
  return (
    <section aria-label={t('bar.label')} data-bar={bar.kind}>
      <Announcer card={ringing} />
      <WrapUpSavers />
      {shown()}
    </section>
  );

  function shown(): ReactNode {
    switch (bar.kind) {
      case 'ringing':
        return <RingingBar key={bar.card.id} card={bar.card} others={bar.others} />;
      case 'talking':
        return <TalkingBar key={bar.card.id} card={bar.card} others={bar.others} />;
      case 'dialing':
        return <DialingBar card={bar.card} attempt={bar.attempt} />;
      case 'gone':
        return <GoneBar gone={bar.gone} />;
      case 'outcome':
        return (
          <OutcomeBar
            attempt={bar.attempt}
            onDismiss={() => setDismissed((ids) => [...ids, bar.attempt.id].slice(-20))}
          />
        );
      case 'wrap-up':
        return <WrapUpBar key={bar.entry.card.id} entry={bar.entry} />;
      case 'idle':
        return <QuietBar {...props} />;
    }
  }
}

/** The tab's title names the caller while it rings. */
function useCallTitle(name: string | null): void {
  useEffect(() => {
    if (name === null) return;
    const before = document.title;
    document.title = `● ${name}`;
    return () => {
      document.title = before;
    };
  }, [name]);
}
