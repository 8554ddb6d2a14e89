import { type CSSVariablesResolver, createTheme, type MantineColorsTuple } from '@mantine/core';
import { tokenVariables } from './tokens.ts';

const petrol: MantineColorsTuple = [
  '#E2F0ED',
  '#C9E6E1',
  '#9FD2CA',
  '#6FD0C2',
  '#53C0B1',
  '#2C9286',
  '#0F7A6F',
  '#0B6A60',
  '#0A5A52',
  '#084A43',
];

/** Mantine's dark greys, in our tones: text, secondary, borders, hover, inputs, page. */
const dark: MantineColorsTuple = [
  '#EBF0EE',
  '#B0BBB8',
  '#8C9895',
  '#6F7C79',
  '#36413E',
  '#1C2322',
  '#171D1C',
  '#131817',
  '#0C100F',
  '#080B0A',
];

const filled = {
  '--button-bg': 'var(--rb-accent)',
  '--button-hover': 'var(--rb-accent-ink)',
  '--button-color': 'var(--rb-on-accent)',
};

/** The look of every Mantine part; the colours themselves are the `--rb-*` variables. */
export const theme = createTheme({
  primaryColor: 'petrol',
  primaryShade: { light: 7, dark: 4 },
  autoContrast: true,
  colors: { petrol, dark },
  defaultRadius: 6,
  radius: { xs: '4px', sm: '6px', md: '8px', lg: '10px', xl: '12px' },
  spacing: { xs: '6px', sm: '8px', md: '12px', lg: '16px', xl: '24px' },
  fontFamily: 'var(--rb-font)',
  fontSizes: { xs: '11px', sm: '12px', md: '13px', lg: '14px', xl: '18px' },
  headings: { fontFamily: 'var(--rb-font)', fontWeight: '650' },
  focusRing: 'auto',
  cursorType: 'pointer',
  respectReducedMotion: true,
  components: {
    Button: {
      defaultProps: { size: 'sm' },
      vars: (_theme: unknown, { variant = 'filled', color }: { variant?: string; color?: string }) => ({
        root: variant === 'filled' && color === undefined ? filled : {},
      }),
    },
    TextInput: { defaultProps: { size: 'sm' } },
    PasswordInput: { defaultProps: { size: 'sm' } },
    Textarea: { defaultProps: { size: 'sm' } },
    Select: { defaultProps: { size: 'sm', allowDeselect: false, checkIconPosition: 'right' } },
    // A list that was never opened is not on the page.
    Combobox: { defaultProps: { keepMounted: false } },
    // The page itself never scrolls, so nothing has to be locked (the lock would need an inline style).
    Modal: {
      defaultProps: {
        radius: 10,
        centered: true,
        lockScroll: false,
        overlayProps: { backgroundOpacity: 0.28 },
        transitionProps: { duration: 160 },
      },
    },
    Drawer: { defaultProps: { lockScroll: false } },
    Tooltip: { defaultProps: { openDelay: 350, withArrow: false, multiline: true } },
    Menu: { defaultProps: { shadow: 'float', radius: 8, offset: 6 } },
    Popover: { defaultProps: { shadow: 'float', radius: 8, offset: 6 } },
  },
  shadows: { float: 'var(--rb-float)', sm: 'var(--rb-float)', md: 'var(--rb-float)', xl: 'var(--rb-float)' },
});

function schemeVariables(scheme: 'light' | 'dark'): Record<string, string> {
  return {
    ...tokenVariables(scheme),
    '--mantine-color-body': 'var(--rb-surface)',
    '--mantine-color-text': 'var(--rb-ink)',
    '--mantine-color-dimmed': 'var(--rb-ink-3)',
    '--mantine-color-placeholder': 'var(--rb-ink-3)',
    '--mantine-color-default': 'var(--rb-surface)',
    '--mantine-color-default-hover': 'var(--rb-hover)',
    '--mantine-color-default-color': 'var(--rb-ink)',
    '--mantine-color-default-border': 'var(--rb-line-2)',
    '--mantine-color-error': 'var(--rb-red)',
    '--mantine-color-anchor': 'var(--rb-accent-ink)',
    '--mantine-primary-color-filled': 'var(--rb-accent)',
    '--mantine-primary-color-filled-hover': 'var(--rb-accent-ink)',
    '--mantine-primary-color-contrast': 'var(--rb-on-accent)',
    '--mantine-primary-color-light': 'var(--rb-accent-soft)',
    '--mantine-primary-color-light-color': 'var(--rb-accent-ink)',
    '--mantine-color-petrol-filled': 'var(--rb-accent)',
    '--mantine-color-petrol-filled-hover': 'var(--rb-accent-ink)',
    '--mantine-color-petrol-light': 'var(--rb-accent-soft)',
    '--mantine-color-petrol-light-color': 'var(--rb-accent-ink)',
    '--mantine-color-petrol-outline': 'var(--rb-accent)',
  };
}

/** Feeds the tokens to the page, once for each colour scheme. */
export const cssVariablesResolver: CSSVariablesResolver = () => ({
  variables: {},
  light: schemeVariables('light'),
  dark: schemeVariables('dark'),
});
