import type { CallbackDetail } from '../../../../schema/contracts/callbacks.ts';
import { useSession } from '../../api/session.ts';
import { formatClock, formatDay, formatDuration, formatTime } from '../../i18n/format.ts';
import { useCommon } from '../../i18n/words.ts';
import { dayOffset } from '../../ui/due.ts';
import { useMinute } from '../../ui/ticker.ts';
import type { WhyFact } from './why-facts.ts';
import classes from './why-panel.module.css';
import { useWords } from './words.ts';

interface Props {
  readonly fact: WhyFact;
  readonly item: CallbackDetail;
}

/** One fact in words: what happened, in bold with its second, and one grey reason. */
export function WhySentence({ fact, item }: Props) {
  const { maybe } = useWords();
  const values = useValues(fact, item);
  const promise = item.origin === 'missed_call' || item.origin === 'requested';
  const told = promise && fact.reason === 'event.put_off.plan' ? 'event.put_off.promise' : fact.reason;
  const reason = told === null ? closingReason(fact) : told;
  const common = useCommon();
  const grey =
    reason === null ? null : reason.startsWith('closeReason.') ? common.maybe(reason) : maybe(reason, values);
  return (
    <div>
      <p className={classes.fact}>{maybe(fact.sentence, values) ?? fact.event?.type}</p>
      {grey ? <p className={classes.reason}>{grey}</p> : null}
      {fact.sentence === 'event.unknown' ? <Plain fact={fact} /> : null}
    </div>
  );
}

const closingReason = ({ event }: WhyFact): string | null =>
  event?.type === 'closed' && typeof event.detail.reason === 'string' ? `closeReason.${event.detail.reason}` : null;

function useValues(fact: WhyFact, item: CallbackDetail): Record<string, string | number> {
  const { t, maybe, language } = useWords();
  const common = useCommon();
  const { people } = useSession();
  const now = useMinute();
  const clock = (at: number) =>
    dayOffset(at, now) === 0
      ? formatClock(at, language)
      : `${formatDay(at, language)}${t('comma')}${formatClock(at, language)}`;
  const hour = (at: number) =>
    dayOffset(at, now) === 0 ? formatTime(at, language) : `${formatDay(at, language)} ${formatTime(at, language)}`;
  const { event, call } = fact;
  const detail = event?.detail ?? {};
  const due = typeof detail.dueAt === 'number' ? detail.dueAt : item.promisedAt;
  const owner = people.find(({ id }) => id === detail.ownerId);
  const outcome = String(detail.outcome ?? '');
  const reason = call?.reason ?? '';
  const until = typeof detail.until === 'number' ? detail.until : due;
  const told = item.ladder.find(({ step }) => step === detail.step)?.reached ?? [];
  return {
    time: clock(fact.at),
    actor: event?.actor?.name ?? t('event.someone'),
    owner: owner?.name ?? String(detail.owner ?? detail.ownerId ?? ''),
    due: hour(due),
    until: hour(until),
    why: common.maybe(`putOff.${String(detail.reason ?? '')}`) ?? '',
    outcome: maybe(`outcome.${outcome}`) ?? outcome,
    talked: formatDuration(item.returnedTalkMs ?? 0, language),
    line: item.line?.name ?? '',
    reason: maybe(`reason.${reason}`) ?? reason,
    waited: formatDuration(call?.waitedMs ?? 0, language),
    type: event?.type ?? '',
    asker: String(detail.asker ?? ''),
    reached: told.map(({ user }) => user.name).join(t('comma')) || t('event.escalated.nobody'),
    insteadOf: told.find(({ insteadOf }) => insteadOf !== null)?.insteadOf?.name ?? '',
    id: String(detail.into ?? detail.from ?? ''),
  };
}

/** A step this screen has no sentence for is shown as it was written down. */
function Plain({ fact }: { readonly fact: WhyFact }) {
  const pairs = Object.entries(fact.event?.detail ?? {});
  if (pairs.length === 0) return null;
  return (
    <p className={classes.reason} dir="ltr">
      {pairs.map(([name, value]) => `${name} ${String(value)}`).join(', ')}
    </p>
  );
}
