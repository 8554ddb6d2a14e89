import { Popover, TextInput } from '@mantine/core';
import { IconArrowsRightLeft, IconSearch } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { z } from 'zod';
import { Colleague, type Transfer } from '../../../../schema/contracts/in-call.ts';
import { get } from '../../api/client.ts';
import { useCommon } from '../../i18n/words.ts';
import { agentGlyphs, agentOrder } from '../../ui/agent-glyphs.ts';
import { PhoneNumber } from '../../ui/phone-number.tsx';
import { useProblemWords } from '../../ui/problem.tsx';
import { StateGlyph } from '../../ui/state-glyph.tsx';
import { BarButton } from './bar-button.tsx';
import classes from './transfer-menu.module.css';
import type { Order } from './use-order.ts';
import { useWords } from './words.ts';

/** To whom the call goes: colleagues, who is free first; asked before, or handed on at once. */
export function TransferMenu({ order }: { readonly order: Order }) {
  const { t } = useWords();
  const [opened, setOpened] = useState(false);
  const transfer = (to: Transfer) => {
    setOpened(false);
    order.give('transfer', to);
  };
  return (
    <Popover opened={opened} onChange={setOpened} position="bottom-end" width={400} shadow="md" trapFocus returnFocus>
      <Popover.Target>
        <BarButton
          kind="plain"
          tight
          expanded={opened}
          busy={order.busy('transfer')}
          icon={<IconArrowsRightLeft size={18} stroke={1.6} aria-hidden />}
          onClick={() => setOpened((open) => !open)}
        >
          {t('transfer.open')}
        </BarButton>
      </Popover.Target>
      <Popover.Dropdown className={classes.drop ?? ''} aria-label={t('transfer.open')}>
        {opened ? <Directory onChoose={transfer} /> : null}
      </Popover.Dropdown>
    </Popover>
  );
}

function Directory({ onChoose }: { readonly onChoose: (to: Transfer) => void }) {
  const { t } = useWords();
  const words = useProblemWords();
  const [typed, setTyped] = useState('');
  const { data = [], error } = useQuery({
    queryKey: ['colleagues'],
    queryFn: ({ signal }) => get('colleagues', z.array(Colleague), undefined, signal),
    refetchInterval: 2000,
  });
  const wanted = typed.trim().toLocaleLowerCase();
  const fits = ({ user, extension }: Colleague) =>
    user.name.toLocaleLowerCase().includes(wanted) || extension.startsWith(wanted);
  const rows = data.filter(fits).toSorted((one, other) => rank(one) - rank(other));
  return (
    <>
      <TextInput
        data-autofocus
        aria-label={t('transfer.search')}
        placeholder={t('transfer.search')}
        leftSection={<IconSearch size={16} stroke={1.6} aria-hidden />}
        value={typed}
        onChange={({ currentTarget }) => setTyped(currentTarget.value)}
      />
      {error ? <p role="alert">{words(error)}</p> : null}
      <ul className={classes.list}>
        {rows.map((colleague) => (
          <Row key={colleague.user.id} colleague={colleague} onChoose={onChoose} />
        ))}
      </ul>
      {rows.length === 0 && !error ? <p className={classes.none}>{t('transfer.nobody')}</p> : null}
    </>
  );
}

interface RowProps {
  readonly colleague: Colleague;
  readonly onChoose: (to: Transfer) => void;
}

function Row({ colleague: { user, extension, state }, onChoose }: RowProps) {
  const { t } = useWords();
  const common = useCommon();
  const gone = state === 'unreachable' || state === 'offline';
  return (
    <li>
      <span className={classes.who}>
        <bdi>{user.name}</bdi>
        <span>
          <StateGlyph state={agentGlyphs[state]} withWord word={common.t(`state.${state}`)} />{' '}
          <PhoneNumber number={extension} />
        </span>
      </span>
      <button type="button" disabled={gone} data-main onClick={() => onChoose({ extension, how: 'ask' })}>
        {t('transfer.ask')}
      </button>
      <button type="button" disabled={gone} onClick={() => onChoose({ extension, how: 'blind' })}>
        {t('transfer.now')}
      </button>
    </li>
  );
}

const rank = ({ state }: Colleague): number => agentOrder.indexOf(state);
