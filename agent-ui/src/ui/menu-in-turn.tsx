import { Menu, type MenuProps } from '@mantine/core';
import { useUncontrolled } from '@mantine/hooks';
import { cloneElement, type ReactElement, type ReactNode, type Ref } from 'react';
import { useButtonInTurn } from './in-turn.ts';

type Button = ReactElement<{
  readonly ref?: Ref<HTMLButtonElement>;
  readonly onClick?: () => void;
  readonly 'aria-haspopup'?: 'menu';
}>;

interface Props extends Omit<MenuProps, 'opened' | 'onChange' | 'children'> {
  /** Left out, the menu keeps it to itself. */
  readonly opened?: boolean;
  readonly onChange?: (opened: boolean) => void;
  readonly button: Button;
  /** What drops down. */
  readonly children: () => ReactNode;
}

/** A menu whose button stands with the page; the rest of it is made in its turn, or at once when it is opened. */
export function MenuInTurn({ button, children, ...props }: Props) {
  const { opened: value, onChange: onValue, ...menu } = props;
  const [opened, onChange] = useUncontrolled({
    finalValue: false,
    ...(value === undefined ? {} : { value }),
    ...(onValue === undefined ? {} : { onChange: onValue }),
  });
  const { isMade, isOpen, button: own, press } = useButtonInTurn(opened, () => onChange(true));
  if (!isMade) return cloneElement(button, { ref: own, onClick: press, 'aria-haspopup': 'menu' });
  return (
    <Menu {...menu} opened={isOpen} onChange={onChange}>
      <Menu.Target>{cloneElement(button, { ref: own })}</Menu.Target>
      <Menu.Dropdown>{children()}</Menu.Dropdown>
    </Menu>
  );
}
