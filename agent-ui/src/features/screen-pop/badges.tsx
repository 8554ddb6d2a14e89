import { IconArrowBackUp, IconStar, IconUser, IconUserQuestion, IconUsers } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import type { LiveCard } from '../../../../schema/contracts/live.ts';
import { useSession } from '../../api/session.ts';
import { useCommon } from '../../i18n/words.ts';
import { useDueText } from '../../ui/clock.tsx';
import { useMinute } from '../../ui/ticker.ts';
import classes from './badges.module.css';
import { callerOf } from './caller.ts';
import { useWords } from './words.ts';

/** Facts one must know before picking up, in their fixed order: owed, several, yours, VIP. */
export function CardBadges({ card }: { readonly card: LiveCard }) {
  const { t } = useWords();
  const common = useCommon();
  const { user } = useSession();
  const dueText = useDueText();
  const now = useMinute();
  const { match, several } = callerOf(card);
  const unowned = match === null && card.direction !== 'internal' && !card.withheld;
  return (
    <>
      {card.callback ? (
        <Badge icon={<IconArrowBackUp size={14} stroke={1.8} />} filled late={card.callback.dueAt <= now}>
          {card.callback.dueAt <= now
            ? t('ring.owedDue', { due: dueText(card.callback.dueAt, now).text })
            : t('ring.owed')}
        </Badge>
      ) : null}
      {several.length > 1 ? (
        <Badge icon={<IconUsers size={14} stroke={1.6} />}>{t('ring.share', { count: several.length })}</Badge>
      ) : null}
      {match?.owner ? (
        <Badge icon={<IconUser size={14} stroke={1.6} />}>
          {match.owner.id === user.id ? t('ring.yours') : t('ring.owner', { name: match.owner.name })}
        </Badge>
      ) : null}
      {match?.contact.vip ? <Badge icon={<IconStar size={14} stroke={1.6} />}>{common.t('person.vip')}</Badge> : null}
      {unowned ? <Badge icon={<IconUserQuestion size={14} stroke={1.6} />}>{t('ring.nobodyOwns')}</Badge> : null}
    </>
  );
}

interface BadgeProps {
  readonly icon: ReactNode;
  readonly children: ReactNode;
  readonly filled?: boolean;
  readonly late?: boolean;
}

function Badge({ icon, children, filled = false, late = false }: BadgeProps) {
  return (
    <span className={classes.badge} data-filled={filled || undefined} data-late={late || undefined}>
      {icon}
      <span>{children}</span>
    </span>
  );
}
