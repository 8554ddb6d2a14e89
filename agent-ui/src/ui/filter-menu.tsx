import { Menu } from '@mantine/core';
import { IconCheck, IconChevronDown, IconX } from '@tabler/icons-react';
import { useCommon } from '../i18n/words.ts';
import classes from './filter-menu.module.css';

interface Props {
  readonly name: string;
  readonly value: string;
  readonly choices: readonly { readonly value: string; readonly label: string }[];
  /** The choice that is no filter at all. */
  readonly resting?: string;
  readonly onChoose: (value: string) => void;
}

/** One filter as a chip that opens its choices; a set one carries a cross. */
export function FilterMenu({ name, value, choices, resting = '', onChoose }: Props) {
  const { t } = useCommon();
  const chosen = choices.find((choice) => choice.value === value);
  const on = value !== resting && chosen !== undefined;
  const label = on ? chosen.label : name;
  return (
    <span className={classes.menu} data-on={on || undefined}>
      <Menu position="bottom-start">
        <Menu.Target>
          <button type="button" className={classes.target} aria-label={`${name}: ${chosen?.label ?? t('state.no')}`}>
            <span>{label}</span>
            {on ? null : <IconChevronDown size={13} stroke={1.8} aria-hidden />}
          </button>
        </Menu.Target>
        <Menu.Dropdown className={classes.choices ?? ''}>
          {choices.map((choice) => (
            <Menu.Item
              key={choice.value}
              role="menuitemradio"
              aria-checked={choice.value === value}
              leftSection={
                choice.value === value ? (
                  <IconCheck size={14} stroke={2} aria-hidden />
                ) : (
                  <span className={classes.noCheck} />
                )
              }
              onClick={() => onChoose(choice.value)}
            >
              <bdi>{choice.label}</bdi>
            </Menu.Item>
          ))}
        </Menu.Dropdown>
      </Menu>
      {on ? (
        <button
          type="button"
          className={classes.cross}
          aria-label={`${t('action.clear')}: ${label}`}
          onClick={() => onChoose(resting)}
        >
          <IconX size={13} stroke={1.8} aria-hidden />
        </button>
      ) : null}
    </span>
  );
}
