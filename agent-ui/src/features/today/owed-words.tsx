import type { CallbackView } from '../../../../schema/contracts/callbacks.ts';
import { useSession } from '../../api/session.ts';
import { formatTime } from '../../i18n/format.ts';
import { useCommon } from '../../i18n/words.ts';
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
export function WhyMine({ item }: { readonly item: CallbackView }) {
  const { t } = useWords();
  const { user } = useSession();
  if (item.claimedBy && item.claimedBy.id !== user.id) return t('taken.other', { name: item.claimedBy.name });
  if (item.owner === null) return item.line ? t('why.queue', { line: item.line.name }) : t('why.open');
  if (item.owner.id !== user.id) return t('why.other', { name: item.owner.name });
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
    return t('struck.closed', { reason });
  }
  const name = item.returnedBy?.name ?? common.t('person.nobody');
  if (item.settledAs === 'called_again') return t('struck.calledAgain', { name });
  return t('struck.returned', { name, time: formatTime(item.settledAt ?? item.dueAt, language) });
}
