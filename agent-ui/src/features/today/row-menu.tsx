import { Menu } from '@mantine/core';
import { IconCheck, IconClockPause, IconDots, IconExternalLink, IconPhoneCall } from '@tabler/icons-react';
import { useNavigate } from 'react-router';
import type { CallbackView } from '../../../../schema/contracts/callbacks.ts';
import { useCallBack } from '../../api/dialing.ts';
import { useSession } from '../../api/session.ts';
import { formatDay } from '../../i18n/format.ts';
import { useCommon } from '../../i18n/words.ts';
import { KeyCap } from '../../ui/parts.tsx';
import { useTellProblem } from '../../ui/problem.tsx';
import { useOffline } from '../../ui/use-offline.ts';
import { useTodayAsks } from './today-asks.tsx';
import { isCallable, mayOf, pageOfItem } from './today-order.ts';
import classes from './today-row.module.css';
import { useToday } from './use-today.ts';
import { useWords } from './words.ts';

interface Props {
  readonly item: CallbackView;
  readonly opened: boolean;
  readonly onChange: (opened: boolean) => void;
}

/** What can be done with a row, for the mouse, the finger and the menu key. */
export function RowMenu({ item, opened, onChange }: Props) {
  const { t, language } = useWords();
  const common = useCommon();
  const { user } = useSession();
  const navigate = useNavigate();
  const callBack = useCallBack();
  const onError = useTellProblem();
  const asks = useTodayAsks();
  const { data } = useToday();
  const offline = useOffline();
  const can = mayOf(item, user);
  const may = offline ? { ...can, putOff: false, settle: false } : can;
  const icon = { size: 16, stroke: 1.6, 'aria-hidden': true } as const;
  const name = item.contact?.name ?? item.number ?? common.t('person.nobody');
  const call = (): void => {
    navigate(pageOfItem(item));
    callBack.mutate(item.id, { onError });
  };
  return (
    <Menu opened={opened} onChange={onChange} position="bottom-end" width={230} returnFocus>
      <Menu.Target>
        <button type="button" className={classes.more} aria-label={t('row.actions', { name })} data-opened={opened}>
          <IconDots {...icon} />
        </button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item
          leftSection={<IconExternalLink {...icon} />}
          rightSection={<KeyCap>↵</KeyCap>}
          onClick={() => navigate(pageOfItem(item))}
        >
          {t('row.open')}
        </Menu.Item>
        <Menu.Item
          leftSection={<IconPhoneCall {...icon} />}
          rightSection={<KeyCap>C</KeyCap>}
          disabled={offline || !isCallable(item)}
          onClick={call}
        >
          {t('row.call')}
        </Menu.Item>
        <Menu.Item
          leftSection={<IconClockPause {...icon} />}
          rightSection={<KeyCap>S</KeyCap>}
          disabled={!may.putOff}
          onClick={() => asks.putOff(item)}
        >
          {t('row.putOff')}
        </Menu.Item>
        <Menu.Item
          leftSection={<IconCheck {...icon} />}
          rightSection={<KeyCap>X</KeyCap>}
          disabled={!may.settle}
          title={may.settle ? undefined : common.t(may.move ? 'problem.owner-only' : 'problem.supervisor-only')}
          onClick={() => asks.settle(item)}
        >
          {t('row.done')}
        </Menu.Item>
        {may.move && may.putOff ? (
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
