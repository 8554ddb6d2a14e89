import { Menu } from '@mantine/core';
import { IconCheck, IconClockPause, IconDots, IconExternalLink, IconPhoneCall } from '@tabler/icons-react';
import { useNavigate } from 'react-router';
import type { CallbackView } from '../../../../schema/contracts/callbacks.ts';
import { useCallBack } from '../../api/dialing.ts';
import { useSession } from '../../api/session.ts';
import { formatDay } from '../../i18n/format.ts';
import { useCommon } from '../../i18n/words.ts';
import { useTellProblem } from '../../ui/problem.tsx';
import { useOffline } from '../../ui/use-offline.ts';
import { RowAct } from './row-act.tsx';
import { restOf } from './row-reasons.ts';
import { useTodayAsks } from './today-asks.tsx';
import { isPromise, pageOfItem } from './today-order.ts';
import classes from './today-row.module.css';
import { useToday } from './use-today.ts';
import { useWords } from './words.ts';

interface Props {
  readonly item: CallbackView;
  readonly opened: boolean;
  readonly onChange: (opened: boolean) => void;
}

interface AtRest {
  readonly item: CallbackView;
  readonly onOpen: () => void;
}

/** The button of the menu before anybody came near it. */
export function MenuAtRest({ item, onOpen }: AtRest) {
  const nameOf = useMenuName();
  return (
    <button
      type="button"
      className={classes.more}
      aria-label={nameOf(item)}
      aria-haspopup="menu"
      data-more
      onClick={onOpen}
    >
      <IconDots {...icon} />
    </button>
  );
}

function useMenuName(): (item: CallbackView) => string {
  const { t } = useWords();
  const common = useCommon();
  return ({ contact, number }) => t('row.actions', { name: contact?.name ?? number ?? common.t('person.nobody') });
}

const icon = { size: 16, stroke: 1.6, 'aria-hidden': true } as const;

/** What can be done with a row, for the mouse, the finger and the menu key. */
export function RowMenu({ item, opened, onChange }: Props) {
  const { t, language } = useWords();
  const nameOf = useMenuName();
  const { user } = useSession();
  const navigate = useNavigate();
  const callBack = useCallBack();
  const onError = useTellProblem();
  const asks = useTodayAsks();
  const { data } = useToday();
  const offline = useOffline();
  const rest = restOf(item, user, offline);
  const call = (): void => {
    navigate(pageOfItem(item));
    callBack.mutate(item.id, { onError });
  };
  return (
    <Menu opened={opened} onChange={onChange} position="bottom-end" width={256} returnFocus>
      <Menu.Target>
        <button type="button" className={classes.more} aria-label={nameOf(item)} data-more data-opened={opened}>
          <IconDots {...icon} />
        </button>
      </Menu.Target>
      <Menu.Dropdown>
        <RowAct icon={<IconExternalLink {...icon} />} cap="↵" onClick={() => navigate(pageOfItem(item))}>
          {t('row.open')}
        </RowAct>
        <RowAct icon={<IconPhoneCall {...icon} />} cap="C" rest={rest.call} onClick={call}>
          {t('row.call')}
        </RowAct>
        <RowAct icon={<IconClockPause {...icon} />} cap="S" rest={rest.putOff} onClick={() => asks.putOff(item)}>
          {t('row.putOff')}
        </RowAct>
        <RowAct icon={<IconCheck {...icon} />} cap="X" rest={rest.settle} onClick={() => asks.settle(item)}>
          {t('row.done')}
        </RowAct>
        {!isPromise(item) && rest.putOff === null ? (
          <>
            <Menu.Divider />
            <Menu.Label>{t('row.sendTo')}</Menu.Label>
            {(data?.days ?? []).map(({ date, at }) => (
              <Menu.Item key={date} onClick={() => asks.putOff(item, at)}>
                {formatDay(at, language)}
              </Menu.Item>
            ))}
          </>
        ) : null}
      </Menu.Dropdown>
    </Menu>
  );
}
