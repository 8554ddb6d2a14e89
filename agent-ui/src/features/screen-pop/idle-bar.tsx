import { IconDialpad, IconSearch, IconVolume, IconVolumeOff } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useSession } from '../../api/session.ts';
import { formatDay, formatTime } from '../../i18n/format.ts';
import { useCommon } from '../../i18n/words.ts';
import { useLiveState } from '../../socket/live-store.ts';
import { Clock } from '../../ui/clock.tsx';
import type { GlyphName } from '../../ui/glyph-shapes.tsx';
import { Avatar, KeyCap } from '../../ui/parts.tsx';
import { StateGlyph } from '../../ui/state-glyph.tsx';
import { useMinute } from '../../ui/ticker.ts';
import classes from './idle-bar.module.css';
import { useRingMuted } from './ring-sound.ts';
import { useWords } from './words.ts';

interface Props {
  readonly coverage: ReactNode;
  readonly onSearch: () => void;
  readonly onDial: () => void;
}

/** Nothing rings: my state, the ways to find or dial somebody, and how complete the picture is. */
export function IdleBar({ coverage, onSearch, onDial }: Props) {
  const { t, language } = useWords();
  const now = useMinute();
  return (
    <div className={classes.bar}>
      <MyState />
      <button type="button" className={classes.search} onClick={onSearch}>
        <IconSearch size={16} stroke={1.6} aria-hidden />
        <span>{t('idle.search')}</span>
        <KeyCap>/</KeyCap>
      </button>
      <button type="button" className={classes.dial} onClick={onDial}>
        <IconDialpad size={16} stroke={1.6} aria-hidden />
        <span>{t('idle.dial')}</span>
        <KeyCap>D</KeyCap>
      </button>
      <div className={classes.end}>
        <Sound />
        {coverage}
        <span className={classes.date}>
          {formatDay(now, language)} <b className="num">{formatTime(now, language)}</b>
        </span>
      </div>
    </div>
  );
}

const glyphOf: Record<string, GlyphName> = {
  ready: 'ready',
  ringing: 'calling',
  in_call: 'in_call',
  paused: 'paused',
  unreachable: 'unreachable',
  signed_out: 'away',
  no_screen: 'away',
};

function MyState() {
  const { t } = useWords();
  const common = useCommon();
  const { devices } = useSession();
  const me = useLiveState((state) => state.me);
  const state = glyphOf[me?.state ?? 'signed_out'] ?? 'away';
  const extension = me?.devices[0]?.extension ?? devices[0]?.extension;
  if (me !== null && devices.length === 0) return <TakesNoCalls />;
  return (
    <div className={classes.state}>
      <div className={classes.presence}>
        <StateGlyph state={state} withWord word={common.t(`state.${state === 'calling' ? 'ringing' : state}`)} />
        {me ? <Clock since={me.since} /> : null}
      </div>
      <div className={classes.device}>{extension ? t('idle.phone', { extension }) : t('idle.noPhone')}</div>
    </div>
  );
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
        <small>{t('idle.noCalls')}</small>
      </div>
    </div>
  );
}

function Sound() {
  const { t } = useWords();
  const [muted, setMuted] = useRingMuted();
  const label = muted ? t('sound.off') : t('sound.on');
  const Icon = muted ? IconVolumeOff : IconVolume;
  return (
    <button
      type="button"
      className={classes.sound}
      aria-pressed={!muted}
      title={label}
      aria-label={label}
      onClick={() => setMuted(!muted)}
    >
      <Icon size={16} stroke={1.6} aria-hidden />
    </button>
  );
}
