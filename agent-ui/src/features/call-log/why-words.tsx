import type { CallRow } from '../../../../schema/contracts/calls.ts';
import { formatDuration } from '../../i18n/format.ts';
import classes from './call-opened.module.css';
import { useWords } from './words.ts';

/** Why the call counts as it does, in one or two sentences that name what was seen. */
export function WhyWords({ call }: { readonly call: CallRow }) {
  const { t, maybe, language } = useWords();
  const agent = call.agents[0]?.name ?? t('why.someAgent');
  const values = {
    agent,
    waited: formatDuration(call.waitedMs, language),
    talked: formatDuration(call.talkedMs, language),
  };
  const missed = call.outcome === 'missed' && !call.excluded;
  const heading = missed ? t('why.heading.missed') : call.excluded ? t('why.heading.excluded') : t('why.heading.other');
  const body = call.excluded
    ? t('why.excluded')
    : call.outcome === 'missed'
      ? (maybe(`why.missed.${call.reason ?? 'ended_unknown'}`, values) ?? t('why.missed.other', values))
      : call.outcome === 'unknown'
        ? t('why.unknown')
        : t(call.outcome === 'talked' ? 'why.talked' : 'why.not_answered', values);
  return (
    <section className={classes.why}>
      <h2>{heading}</h2>
      <p>{body}</p>
    </section>
  );
}
