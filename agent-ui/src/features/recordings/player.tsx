import { IconPlayerPauseFilled, IconPlayerPlayFilled } from '@tabler/icons-react';
import type { KeyboardEvent, PointerEvent } from 'react';
import type { RecordingView } from '../../../../schema/contracts/calls.ts';
import { localDigits } from '../../i18n/digits.ts';
import { formatDuration, formatTime } from '../../i18n/format.ts';
import { StateGlyph } from '../../ui/state-glyph.tsx';
import { nextSpeed, seekByKey } from './playback.ts';
import classes from './player.module.css';
import { usePlayer } from './use-player.ts';
import { useWords } from './words.ts';

interface Props {
  readonly recording: RecordingView;
  /** Without frame and speed, for a line of a timeline. */
  readonly compact?: boolean;
}

/** Plays a recording; where there is nothing to play, says why in words. */
export function RecordingPlayer({ recording, compact = false }: Props) {
  const { t } = useWords();
  if (recording.state === 'ready') return <Player recording={recording} compact={compact} />;
  return (
    <p className={classes.words}>
      <StateGlyph
        state={recording.state === 'pending' ? 'recording' : 'not_reached'}
        word={t(`state.${recording.state}`)}
      />
      <span>{t(`state.${recording.state}`)}</span>
    </p>
  );
}

/** Where the recording was paused by wish: hatched, and said in words. */
function Silences({ recording, seconds }: { readonly recording: RecordingView; readonly seconds: number }) {
  const { t, language } = useWords();
  const lengthMs = seconds * 1000 || (recording.durationMs ?? 0);
  if (lengthMs === 0) return null;
  return recording.muted.map(({ fromMs, toMs }) => {
    const from = Math.min(100, (fromMs / lengthMs) * 100);
    const words = t('player.paused', {
      from: formatDuration(fromMs, language),
      to: formatDuration(Math.min(toMs, lengthMs), language),
    });
    const inlineSize = `${Math.min(100 - from, ((toMs - fromMs) / lengthMs) * 100)}%`;
    return (
      <span key={fromMs} className={classes.silence} title={words} style={{ insetInlineStart: `${from}%`, inlineSize }}>
        <span className="hidden-visually">{words}</span>
      </span>
    );
  });
}

function Player({ recording, compact }: Required<Props>) {
  const { t, language } = useWords();
  const { media, place, status, playing, position, length, speed, setSpeed, toggle, seek } = usePlayer(recording);
  const clock = (seconds: number) => formatDuration(seconds * 1000, language);
  const times = { position: clock(position), length: clock(length) };
  const speedText = `${localDigits(String(speed), language)}×`;

  const press = (event: KeyboardEvent) => {
    const to = seekByKey(event.key, position, length);
    if (to === null) return;
    event.preventDefault();
    void seek(to);
  };
  const drag = (event: PointerEvent<HTMLDivElement>) => {
    if (event.type === 'pointermove' && event.buttons !== 1) return;
    const box = event.currentTarget.getBoundingClientRect();
    const part = Math.min(1, Math.max(0, (event.clientX - box.left) / box.width));
    void seek(part * length);
  };

  return (
    <fieldset
      className={classes.player}
      data-compact={compact || undefined}
      dir="ltr"
      aria-label={t('player.label', { time: formatTime(recording.startedAt, language) })}
    >
      <audio {...media} preload="none" />
      <button
        type="button"
        className={classes.play}
        aria-label={playing ? t('player.pause') : t('player.play')}
        data-busy={status === 'loading' || undefined}
        onClick={toggle}
      >
        {playing ? <IconPlayerPauseFilled size={16} aria-hidden /> : <IconPlayerPlayFilled size={16} aria-hidden />}
      </button>
      {status === 'failed' ? (
        <span className={classes.failed} role="alert">
          <bdi>{t('player.failed')}</bdi>
        </span>
      ) : (
        <>
          <span className={`${classes.time} num`}>{times.position}</span>
          <div
            className={classes.wave}
            data-ready={status === 'ready' || undefined}
            role="slider"
            tabIndex={0}
            aria-label={t('player.position')}
            aria-valuemin={0}
            aria-valuemax={Math.round(length)}
            aria-valuenow={Math.round(position)}
            aria-valuetext={t('player.positionOf', times)}
            onKeyDown={press}
            onPointerDown={drag}
            onPointerMove={drag}
          >
            <div ref={place} className={classes.drawing} aria-hidden />
            <Silences recording={recording} seconds={length} />
            {status === 'loading' ? <span className="hidden-visually">{t('player.loading')}</span> : null}
          </div>
          <span className={`${classes.time} num`}>{length > 0 ? times.length : '–'}</span>
          {compact ? null : (
            <button
              type="button"
              className={`${classes.speed} num`}
              aria-label={t('player.speed', { speed: speedText })}
              onClick={() => setSpeed(nextSpeed(speed))}
            >
              {speedText}
            </button>
          )}
        </>
      )}
    </fieldset>
  );
}
