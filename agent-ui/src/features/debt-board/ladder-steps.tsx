import type { CallbackDetail } from '../../../../schema/contracts/callbacks.ts';
import { formatDay, formatTime } from '../../i18n/format.ts';
import { dayOffset } from '../../ui/due.ts';
import { StateGlyph } from '../../ui/state-glyph.tsx';
import { useMinute } from '../../ui/ticker.ts';
import { isLive } from './state-of.ts';
import classes from './why-panel.module.css';
import { useWords } from './words.ts';

/** The ladder of one item: which steps were taken and whom they reached, and when the next ones come. */
export function LadderSteps({ item }: { readonly item: CallbackDetail }) {
  const { t, language } = useWords();
  const now = useMinute();
  const when = (at: number) =>
    dayOffset(at, now) === 0 ? formatTime(at, language) : `${formatDay(at, language)} ${formatTime(at, language)}`;
  const steps = item.ladder.filter(({ firedAt }) => firedAt !== null || isLive(item));
  if (steps.length === 0) return null;
  return (
    <section className={classes.ladder} aria-label={t('ladder.title')}>
      <h3>{t('ladder.title')}</h3>
      <ul>
        {steps.map(({ step, fireAt, firedAt, acknowledgedAt, acknowledgedBy, reached }) => (
          <li key={step}>
            <StateGlyph state={step} withWord word={t(`state.${step}`)} />{' '}
            {firedAt === null
              ? t('ladder.planned', { when: when(fireAt) })
              : t('ladder.taken', {
                  when: when(firedAt),
                  reached: reached.map(({ user }) => user.name).join(t('comma')) || t('event.escalated.nobody'),
                })}
            {firedAt === null ? null : (
              <>
                {t('comma')}
                {acknowledgedAt === null || acknowledgedBy === null
                  ? t('ladder.unseen')
                  : t('ladder.seen', { name: acknowledgedBy.name, when: when(acknowledgedAt) })}
              </>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}
