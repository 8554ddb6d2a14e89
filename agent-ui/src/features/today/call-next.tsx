import { IconPhoneCall } from '@tabler/icons-react';
import { useNavigate } from 'react-router';
import type { CallbackView } from '../../../../schema/contracts/callbacks.ts';
import { useCallBack } from '../../api/dialing.ts';
import { useSession } from '../../api/session.ts';
import { useKeys } from '../../ui/keys.ts';
import { focusedRow } from '../../ui/list-keys.ts';
import { KeyCap } from '../../ui/parts.tsx';
import { useTellProblem } from '../../ui/problem.tsx';
import { useMinute } from '../../ui/ticker.ts';
import { useOffline } from '../../ui/use-offline.ts';
import { useTodayAsks } from './today-asks.tsx';
import { currentItem, mayOf, pageOfItem } from './today-order.ts';
import classes from './today-panel.module.css';
import { useWords } from './words.ts';

interface Props {
  readonly items: readonly CallbackView[];
  readonly open: number | null;
}

/** One press calls the current item: the row with the focus, the one on screen, or the first. The other keys act on it too. */
export function CallNext({ items, open }: Props) {
  const { t } = useWords();
  const { user } = useSession();
  const now = useMinute();
  const navigate = useNavigate();
  const callBack = useCallBack();
  const onError = useTellProblem();
  const asks = useTodayAsks();
  const offline = useOffline();
  const next = currentItem(items, open, now, user.id);
  const meant = (): CallbackView | undefined => {
    const row = focusedRow();
    return items.find(({ id }) => String(id) === row) ?? items.find(({ id }) => id === open);
  };
  const call = (): void => {
    const wanted = currentItem(items, meant()?.id ?? open, now, user.id);
    if (!wanted || callBack.isPending || offline) return;
    navigate(pageOfItem(wanted));
    callBack.mutate(wanted.id, { onError });
  };
  useKeys({
    c: call,
    s: () => {
      const item = meant() ?? next;
      if (item && !offline && mayOf(item, user).putOff) asks.putOff(item);
    },
    x: () => {
      const item = meant();
      if (item && !offline && mayOf(item, user).settle) asks.settle(item);
    },
  });
  return (
    <button type="button" className={classes.next} disabled={!next || callBack.isPending || offline} onClick={call}>
      <IconPhoneCall size={16} stroke={1.6} aria-hidden />
      <span>{t('callNext')}</span>
      <KeyCap>C</KeyCap>
    </button>
  );
}
