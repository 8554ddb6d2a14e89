import { IconArrowDownLeft, IconArrowUpRight, IconPhone, IconUsers } from '@tabler/icons-react';
import type { CallDetail } from '../../../../schema/contracts/calls.ts';
import { localDigits } from '../../i18n/digits.ts';
import { formatClock, formatDuration } from '../../i18n/format.ts';
import { useCommon } from '../../i18n/words.ts';
import { PhoneNumber } from '../../ui/phone-number.tsx';
import { type Phase, rulerOf, spot, type Track, tracksOf } from './legs.ts';
import classes from './legs-picture.module.css';
import { useWords } from './words.ts';

const phases: readonly Phase[] = ['waiting', 'ringing', 'talking', 'alone'];

/** Who rang, waited and talked when: one track for each party, under one ruler. */
export function LegsPicture({ call }: { readonly call: CallDetail }) {
  const { t, language } = useWords();
  const ruler = rulerOf(call.startedAt, call.endedAt);
  const tracks = tracksOf(call);
  const used = phases.filter((phase) => tracks.some((track) => track.stretches.some((each) => each.phase === phase)));
  return (
    <section className={classes.legs} aria-label={t('legs.heading')}>
      <div className={classes.head}>
        <h2>{t('legs.heading')}</h2>
        <div className={classes.ruler} aria-hidden>
          <span className="num">{formatClock(call.startedAt, language)}</span>
          {ruler.marks.map(({ ms, place }) => (
            <span key={ms} className={`${classes.mark} num`} style={{ insetInlineStart: `${place * 100}%` }}>
              {formatDuration(ms, language)}
            </span>
          ))}
        </div>
      </div>
      <ul>
        {tracks.map((track) => (
          <li key={track.key}>
            <span className={classes.label}>
              <TrackName track={track} call={call} />
            </span>
            <span className={classes.track} aria-hidden>
              {ruler.marks.map(({ ms, place }) => (
                <span key={ms} className={classes.grid} style={{ insetInlineStart: `${place * 100}%` }} />
              ))}
              {track.stretches.map((stretch) => {
                const { start, size } = spot(ruler, stretch);
                const style = { insetInlineStart: `${start * 100}%`, inlineSize: `${size * 100}%` };
                return (
                  <span
                    key={`${stretch.phase}${stretch.from}`}
                    className={classes.bar}
                    data-phase={stretch.phase}
                    style={style}
                  />
                );
              })}
            </span>
            <span className={classes.result}>
              <TrackResult track={track} call={call} />
            </span>
          </li>
        ))}
      </ul>
      <div className={classes.legend}>
        {used.map((phase) => (
          <span key={phase}>
            <span className={classes.bar} data-phase={phase} aria-hidden />
            {t(`phase.${phase}`)}
          </span>
        ))}
      </div>
    </section>
  );
}

function TrackName({ track, call }: { readonly track: Track; readonly call: CallDetail }) {
  const { t, language } = useWords();
  const common = useCommon();
  switch (track.kind) {
    case 'customer': {
      const Arrow = call.direction === 'outbound' ? IconArrowUpRight : IconArrowDownLeft;
      const name = call.contact?.name ?? (call.number || call.rawNumber ? null : common.t('number.withheld'));
      return (
        <>
          <Arrow size={14} stroke={1.8} aria-hidden />
          {name === null ? <PhoneNumber number={call.number ?? call.rawNumber} /> : <bdi>{name}</bdi>}
        </>
      );
    }
    case 'queue':
      return (
        <>
          <IconUsers size={14} stroke={1.6} aria-hidden />
          <span>{t('legs.queue', { name: track.name ?? '' })}</span>
        </>
      );
    case 'outside':
      return (
        <>
          <IconPhone size={14} stroke={1.6} aria-hidden />
          {track.name === null ? <span>{t('legs.outside')}</span> : <PhoneNumber number={track.name} />}
        </>
      );
    case 'phone':
      return (
        <>
          <IconPhone size={14} stroke={1.6} aria-hidden data-talked={track.talkedMs > 0 || undefined} />
          {track.name === null ? null : <bdi>{track.name}</bdi>}
          <bdi dir="ltr" className={`${classes.extension} num`}>
            {localDigits(track.extension ?? '', language)}
          </bdi>
        </>
      );
  }
}

function TrackResult({ track, call }: { readonly track: Track; readonly call: CallDetail }) {
  const { t, maybe, language } = useWords();
  const rang = formatDuration(track.rangMs, language);
  const talked = formatDuration(track.talkedMs, language);
  if (track.kind === 'customer') return t('legs.gone', { time: formatClock(call.endedAt, language) });
  if (track.kind === 'queue') return t('legs.waited', { waited: formatDuration(call.waitedMs, language) });
  if (track.talkedMs > 0) return t('legs.talked', { talked });
  if (track.result === null) return track.rangMs > 0 ? t('legs.other', { rang }) : t('legs.asked');
  return maybe(`legs.${track.result}`, { rang }) ?? t('legs.other', { rang });
}
