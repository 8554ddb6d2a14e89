import { IconArrowBackUp, IconPencil } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import { command } from '../../api/client.ts';
import { formatClock } from '../../i18n/format.ts';
import { Clock, Duration } from '../../ui/clock.tsx';
import { PhoneNumber } from '../../ui/phone-number.tsx';
import { useTellProblem } from '../../ui/problem.tsx';
import { StateGlyph } from '../../ui/state-glyph.tsx';
import { BarButton } from './bar-button.tsx';
import { BarFrame } from './bar-frame.tsx';
import { callerOf } from './caller.ts';
import { CallerTitle } from './caller-line.tsx';
import { useSettled } from './use-settled.ts';
import { useWords } from './words.ts';
import type { WrapUpEntry } from './wrap-up-entry.ts';
import { wrapUps } from './wrap-up-store.ts';
import { WrapUpTime } from './wrap-up-time.tsx';

/** After the talk: what it proved, and the time that runs until the next call. */
export function WrapUpBar({ entry }: { readonly entry: WrapUpEntry }) {
  const { t, language } = useWords();
  const { card } = entry;
  const endedAt = card.endedAt ?? card.startedAt;
  const talkedMs = endedAt - (card.talkingSince ?? endedAt);
  const { name, number } = callerOf(card);
  return (
    <BarFrame
      tone="plain"
      mark={<IconPencil size={22} stroke={1.6} aria-hidden />}
      title={<CallerTitle card={card} />}
      under={
        <>
          <span>{t('wrap.ended', { time: formatClock(endedAt, language) })}</span>
          {name === null || number === null ? null : <PhoneNumber number={number} />}
        </>
      }
      clock={<Duration ms={talkedMs} />}
      clockWords={<span>{t('wrap.talked')}</span>}
      badges={<Proof entry={entry} talkedMs={talkedMs} />}
      line={
        <>
          {t('wrap.sinceEnd')} <Clock since={endedAt} />
        </>
      }
      actions={
        <>
          <WrapUpTime />
          <BarButton kind="plain" onClick={() => wrapUps.finish(card.id)}>
            {t('wrap.later')}
          </BarButton>
        </>
      }
    />
  );
}

/** What became of the callback that this call was to settle. */
function Proof({ entry, talkedMs }: { readonly entry: WrapUpEntry; readonly talkedMs: number }) {
  const { t } = useWords();
  const tell = useTellProblem();
  const owed = entry.card.callback;
  const settled = useSettled(owed?.id ?? null);
  const attempt = entry.card.attempt;
  const reached = useMutation({
    mutationFn: async () => {
      if (attempt) await command('POST', `attempts/${encodeURIComponent(attempt.id)}/reached`);
    },
    onError: tell,
  });
  if (!owed) return null;
  const returned = settled ? settled.state === 'returned' : talkedMs >= 10_000;
  if (returned) {
    const late = settled ? settled.settledAs === 'late' : owed.dueAt < (entry.card.talkingSince ?? 0);
    const word = `${late ? t('wrap.returnedLate') : t('wrap.returned')}. ${t('wrap.proof')}`;
    return <StateGlyph state={late ? 'late' : 'in_time'} withWord word={word} />;
  }
  if (!attempt || reached.isSuccess) return <StateGlyph state="open" withWord word={t('wrap.stillOwed')} />;
  return (
    <>
      <StateGlyph state="not_reached" withWord word={t('wrap.short')} />
      <BarButton
        kind="plain"
        icon={<IconArrowBackUp size={16} stroke={1.6} aria-hidden />}
        busy={reached.isPending}
        onClick={() => reached.mutate()}
      >
        {t('wrap.reached')}
      </BarButton>
    </>
  );
}
