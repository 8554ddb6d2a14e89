/** Every colour of the desk, light and dark; each becomes the CSS variable `--rb-<name>`. */
export const tokens = {
  canvas: ['#F4F6F5', '#0C100F'],
  surface: ['#FFFFFF', '#131817'],
  sunken: ['#F9FAFA', '#171D1C'],
  hover: ['#F1F4F3', '#1C2322'],
  line: ['#E3E7E6', '#242C2A'],
  'line-2': ['#CFD6D4', '#36413E'],
  control: ['#87918F', '#6F7C79'],
  ink: ['#131A19', '#EBF0EE'],
  'ink-2': ['#47524F', '#B0BBB8'],
  'ink-3': ['#626D6A', '#8C9895'],
  accent: ['#0B6A60', '#53C0B1'],
  'accent-ink': ['#0A5A52', '#6FD0C2'],
  'accent-soft': ['#E2F0ED', '#12302C'],
  'on-accent': ['#FFFFFF', '#06201D'],
  ring: ['#0A5951', '#0D6259'],
  'ring-mark': ['#084A43', '#0A4F48'],
  'on-ring': ['#FFFFFF', '#FFFFFF'],
  'on-ring-2': ['#C9E6E1', '#C4E7E1'],
  'ring-line': ['#54A89E', '#5DB5AA'],
  red: ['#B3232B', '#F28E89'],
  'red-soft': ['#FBEAEA', '#341C1C'],
  'on-red': ['#FFFFFF', '#2B0C0B'],
  amber: ['#875700', '#E3B454'],
  blue: ['#2054B3', '#8FB5F8'],
  purple: ['#6A39AE', '#C2A4F4'],
  green: ['#286F31', '#86CC8E'],
  float: [
    '0 1px 2px rgb(0 0 0 / .06), 0 12px 32px -8px rgb(0 0 0 / .18)',
    '0 1px 2px rgb(0 0 0 / .3), 0 12px 32px -8px rgb(0 0 0 / .6)',
  ],
} as const satisfies Record<string, readonly [light: string, dark: string]>;

/** The variables of one colour scheme, for Mantine's resolver. */
export function tokenVariables(scheme: 'light' | 'dark'): Record<string, string> {
  const column = scheme === 'light' ? 0 : 1;
  return Object.fromEntries(Object.entries(tokens).map(([name, pair]) => [`--rb-${name}`, pair[column]]));
}
