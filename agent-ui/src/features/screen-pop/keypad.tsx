import { Popover } from '@mantine/core';
import { IconDialpad } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import type { LiveCard } from '../../../../schema/contracts/live.ts';
import { command } from '../../api/client.ts';
import { useTellProblem } from '../../ui/problem.tsx';
import { BarButton } from './bar-button.tsx';
import classes from './keypad.module.css';
import { useWords } from './words.ts';

const keys = ['1', '2', '3', '4', '5', '6', '7', '8', '9', '*', '0', '#'] as const;

/** Keys that the other side hears, for menus of other companies. */
export function Keypad({ card }: { readonly card: LiveCard }) {
  const { t } = useWords();
  const tell = useTellProblem();
  const [opened, setOpened] = useState(false);
  const [pressed, setPressed] = useState('');
  const press = useMutation({
    mutationFn: (digit: string) => command('POST', `cards/${encodeURIComponent(card.id)}/key`, { digit }),
    onSuccess: (_answer, digit) => setPressed((before) => (before + digit).slice(-16)),
    onError: tell,
  });
  return (
    <Popover opened={opened} onChange={setOpened} position="bottom-end" width={204} shadow="md" trapFocus returnFocus>
      <Popover.Target>
        <BarButton
          kind="plain"
          bare
          expanded={opened}
          icon={<IconDialpad size={18} stroke={1.6} aria-hidden />}
          onClick={() => setOpened((open) => !open)}
        >
          {t('talk.keypad')}
        </BarButton>
      </Popover.Target>
      <Popover.Dropdown
        className={classes.drop ?? ''}
        aria-label={t('talk.keypad')}
        onKeyDown={({ key }) => {
          if (keys.some((each) => each === key)) press.mutate(key);
        }}
      >
        <output className={classes.pressed} dir="ltr">
          {pressed || '\u00A0'}
        </output>
        <div className={classes.keys} dir="ltr">
          {keys.map((key) => (
            <button key={key} type="button" onClick={() => press.mutate(key)}>
              {key}
            </button>
          ))}
        </div>
      </Popover.Dropdown>
    </Popover>
  );
}
