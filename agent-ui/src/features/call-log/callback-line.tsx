import type { CallRow } from '../../../../schema/contracts/calls.ts';
import { localDigits } from '../../i18n/digits.ts';
import { formatTime } from '../../i18n/format.ts';
import { StateGlyph } from '../../ui/state-glyph.tsx';
import { useMinute } from '../../ui/ticker.ts';
import classes from './call-opened.module.css';
import { resultOf } from './result.ts';
import { useWords } from './words.ts';

/** The debt behind a missed call, or the debt a talk has settled, as one line with its state. */
export function CallbackLine({ call }: { readonly call: CallRow }) {
  const { t, rich, language } = useWords();
  const now = useMinute();
  const debt = call.callback;
  if (debt === null) {
    if (call.settles === null) return null;
    return (
      <p className={classes.debt}>
        <StateGlyph state={resultOf(call, now).glyph ?? 'closed'} word={t('result.settles')} />
        <span>{rich('debt.settles', { id: <b className="num">{localDigits(`#${call.settles}`, language)}</b> })}</span>
      </p>
    );
  }
  const { glyph } = resultOf(call, now);
  const due = formatTime(debt.dueAt, language);
  const word =
    debt.settledAs === 'in_time' || debt.settledAs === 'late' || debt.settledAs === 'called_again'
      ? t(`debt.${debt.settledAs}`)
      : debt.state === 'closed' || debt.state === 'merged'
        ? t('debt.closed')
        : debt.state === 'needs_human'
          ? t('debt.needs_human')
          : debt.tries > 0
            ? t('debt.tried', { due, count: debt.tries })
            : t('debt.owed', { due, count: 0 });
  return (
    <p className={classes.debt}>
      {glyph === null ? null : <StateGlyph state={glyph} word={word} />}
      <span>
        <b>{rich('debt.number', { id: <bdi dir="ltr">{localDigits(`#${debt.id}`, language)}</bdi> })}</b>
        {t('comma')}
        {word}
      </span>
    </p>
  );
}
