import type { CallbackView } from '../../../../schema/contracts/callbacks.ts';
import { useSession } from '../../api/session.ts';
import { formatDay, formatTime } from '../../i18n/format.ts';
import { useCommon } from '../../i18n/words.ts';
import { dayOffset } from '../../ui/due.ts';
import { isPromise } from './today-order.ts';
import { useWords } from './words.ts';

/** What is owed, in one short fact. */
export function OwedWords({ item }: { readonly item: CallbackView }) {
  const { t } = useWords();
  const common = useCommon();
  return (
    <>
      {what()}
      {item.tries > 0 ? ` · ${t('owed.tried', { count: item.tries })}` : null}
    </>
  );

  function what(): string {
    if (item.origin !== 'missed_call') {
      const origin = common.t(`origin.${item.origin}`);
      return item.note ? t('owed.other', { origin, note: item.note }) : origin;
    }
    const line = item.line?.name;
    if (item.misses > 1)
      return line === undefined
        ? t('owed.missedTimes', { count: item.misses })
        : t('owed.missedTimesOn', { count: item.misses, line });
    const reason = common.maybe(`missed.${item.missedReason ?? 'ended_unknown'}`) ?? item.missedReason ?? '';
    return line === undefined ? t('owed.missed', { reason }) : t('owed.missedOn', { line, reason });
  }
}

const rules = ['contact_owner', 'last_talk', 'favourite', 'escalation', 'by_hand'] as const;

/** Why this stands on my list; every assignment says which rule chose. */
export function WhyMine({ item, now }: { readonly item: CallbackView; readonly now: number }) {
  const { t, language } = useWords();
  const common = useCommon();
  const { user } = useSession();
  const { putOff } = item;
  if (putOff && putOff.until > now) {
    const reason = common.maybe(`putOff.${putOff.reason}`) ?? putOff.reason;
    const time =
      dayOffset(putOff.until, now) === 0 ? formatTime(putOff.until, language) : formatDay(putOff.until, language);
    if (putOff.by.id === user.id) return t('putOff.mine', { time, reason });
    return t('putOff.other', { name: putOff.by.name, time, reason });
  }
  if (item.claimedBy && item.claimedBy.id !== user.id) return t('taken.other', { name: item.claimedBy.name });
  if (item.owner === null) return item.line ? t('why.queue', { line: item.line.name }) : t('why.open');
  if (item.owner.id !== user.id) return t('why.other', { name: item.owner.name });
  if (item.ownerRule === 'by_hand' && !isPromise(item)) return t('why.own');
  const rule = rules.find((each) => each === item.ownerRule);
  const name = item.contact?.organisation ?? item.contact?.name ?? '';
  return rule ? t(`why.${rule}`, { name }) : t('why.yours');
}

/** How an item was settled, by whom and when. */
export function StruckWords({ item }: { readonly item: CallbackView }) {
  const { t, language } = useWords();
  const common = useCommon();
  if (item.state === 'closed') {
    const reason = common.maybe(`closeReason.${item.closedReason ?? 'other'}`) ?? item.closedReason ?? '';
    if (item.closedBy === null) return t('struck.closed', { reason });
    const time = formatTime(item.settledAt ?? item.dueAt, language);
    return t('struck.closedBy', { name: item.closedBy.name, time, reason });
  }
  const name = item.returnedBy?.name ?? common.t('person.nobody');
  const time = formatTime(item.settledAt ?? item.dueAt, language);
  return item.settledAs === 'called_again'
    ? t('struck.calledAgainAt', { name, time })
    : t('struck.returned', { name, time });
}
