import type { ExplainStep } from '../../../../schema/contracts/explain.ts';
import { formatClock } from '../../i18n/format.ts';
import { PhoneNumber } from '../../ui/phone-number.tsx';
import classes from './explain-call.module.css';
import { useWords } from './words.ts';

/** What the phone system told, step by step: the hour, in words, and the event that brought it. */
export function ExplainSteps({ steps }: { readonly steps: readonly ExplainStep[] }) {
  const { t, maybe, rich, language } = useWords();
  if (steps.length === 0) return null;
  return (
    <details className={classes.steps} data-steps>
      <summary>{t('explain.steps', { count: steps.length })}</summary>
      <ol>
        {steps.map(({ at, code, event, who, values }, place) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: the events of a finished call stand still
          <li key={`${at} ${place}`}>
            <time className="num">{formatClock(at, language)}</time>
            <span>
              {rich(`explain.step.${code}`, {
                who: <PhoneNumber number={who} />,
                detail: code === 'offer_ended' ? maybe(`explain.ended.${values.result}`) : causeOf(values),
              })}
            </span>
            <code dir="ltr">{event}</code>
          </li>
        ))}
      </ol>
    </details>
  );
}

/** The cause of a hang-up as the PBX words it; nothing where it gave none. */
function causeOf({ cause, causeText }: ExplainStep['values']) {
  if (cause === null || cause === undefined) return '';
  return <bdi dir="ltr">{[cause, causeText].filter(Boolean).join(' ')}</bdi>;
}
