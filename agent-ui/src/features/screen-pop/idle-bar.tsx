import { IconDialpad, IconSearch, IconVolume, IconVolumeOff } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useSession } from '../../api/session.ts';
import { formatDay, formatTime } from '../../i18n/format.ts';
import { KeyCap } from '../../ui/parts.tsx';
import { useMinute } from '../../ui/ticker.ts';
import classes from './idle-bar.module.css';
import { useRingChoice } from './ring-choice.ts';
import { useSoundBlocked } from './ring-sound.ts';
import { useWords } from './words.ts';

interface Props {
  /** Where I am, and the ways to change it. */
  readonly presence: ReactNode;
  readonly coverage: ReactNode;
  readonly onSearch: () => void;
  readonly onDial: () => void;
}

/** Nothing rings: my state, the ways to find or dial somebody, and how complete the picture is. */
export function IdleBar({ presence, coverage, onSearch, onDial }: Props) {
  const { t, language } = useWords();
  const now = useMinute();
  return (
    <div className={classes.bar}>
      {presence}
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

function Sound() {
  const { t } = useWords();
  const [{ muted }, change] = useRingChoice();
  const { user, devices } = useSession();
  // Who has no phone hears no ring: nothing is missing.
  const rings = devices.length > 0 || user.role === 'agent';
  const blocked = useSoundBlocked() && !muted && rings;
  const label = muted ? t('sound.off') : blocked ? t('sound.blocked') : t('sound.on');
  const Icon = muted ? IconVolumeOff : IconVolume;
  return (
    <button
      type="button"
      className={classes.sound}
      aria-pressed={!muted}
      data-blocked={blocked || undefined}
      title={label}
      aria-label={blocked ? undefined : label}
      // The click itself lifts the block: only a second one turns the sound off.
      onClick={() => (blocked ? undefined : change({ muted: !muted }))}
    >
      <Icon size={16} stroke={1.6} aria-hidden />
      {blocked ? <span>{t('sound.blockedShort')}</span> : null}
    </button>
  );
}
