import { IconPhoneOff, IconPhoneX } from '@tabler/icons-react';
import type { AttemptView } from '../../../../schema/contracts/dial.ts';
import { useCallBack, useDial } from '../../api/dialing.ts';
import { useCommon } from '../../i18n/words.ts';
import type { GoneCard } from '../../socket/live-state.ts';
import { PhoneNumber } from '../../ui/phone-number.tsx';
import { useTellProblem } from '../../ui/problem.tsx';
import { StateGlyph } from '../../ui/state-glyph.tsx';
import { BarButton } from './bar-button.tsx';
import { BarFrame } from './bar-frame.tsx';
import { CallerTitle } from './caller-line.tsx';
import { useWords } from './words.ts';

/** The call left this screen; for two seconds the bar says why. */
export function GoneBar({ gone }: { readonly gone: GoneCard }) {
  const { t } = useWords();
  const words =
    gone.why === 'answered_elsewhere'
      ? gone.by
        ? t('gone.answered_elsewhere', { name: gone.by })
        : t('gone.answered_by_somebody')
      : t(`gone.${gone.why}`);
  return (
    <BarFrame
      tone="canvas"
      mark={<IconPhoneOff size={22} stroke={1.6} aria-hidden />}
      title={words}
      under={<CallerTitle card={gone.card} />}
    />
  );
}

interface OutcomeProps {
  readonly attempt: AttemptView;
  readonly onDismiss: () => void;
}

/** How an attempt without a talk ended, in words, and what to do now. */
export function OutcomeBar({ attempt, onDismiss }: OutcomeProps) {
  const { t } = useWords();
  const common = useCommon();
  const dial = useDial();
  const callBack = useCallBack();
  const onError = useTellProblem();
  const again = (): void => {
    onDismiss();
    const { callbackId, number, contactId } = attempt;
    if (callbackId === null) dial.mutate({ number, contactId: contactId ?? undefined }, { onError });
    else callBack.mutate(callbackId, { onError });
  };
  const outcome = attempt.outcome ?? 'cancelled';
  // A colleague has them: there is nothing to try again.
  const served = attempt.detail === 'served_meanwhile' || attempt.detail === 'passed_on';
  const toldBy = {
    served_meanwhile: 'dial.servedMeanwhile',
    passed_on: 'dial.passedOn',
    abandoned_by_us: 'dial.nobodyCame',
  } as const;
  const words = Object.entries(toldBy).find(([detail]) => detail === attempt.detail)?.[1] ?? 'dial.retryLater';
  return (
    <BarFrame
      tone="plain"
      mark={<IconPhoneX size={22} stroke={1.6} aria-hidden />}
      title={<PhoneNumber number={attempt.number} />}
      badges={<StateGlyph state="not_reached" withWord word={common.t(`attempt.${outcome}`)} />}
      line={attempt.callbackId === null ? attempt.detail : t(words)}
      actions={
        <>
          {served ? null : (
            <BarButton kind="plain" onClick={again}>
              {t('dial.again')}
            </BarButton>
          )}
          <BarButton kind="plain" onClick={onDismiss}>
            {common.t('action.close')}
          </BarButton>
        </>
      }
    />
  );
}
