import type { Slot } from './cutter.ts';
import type { Random } from './random.ts';

/** The names of one call: who calls, which phones ring, the numbers of its channels. */
export interface Named {
  readonly linkedid: string;
  readonly caller: string;
  readonly second: number;
  readonly firstChannel: number;
  readonly firstExtension: number;
}

/** The nth customer's number, in E.164; a million and more of them, none twice. */
export function customerNumber(n: number): string {
  return `+447${String(100_000_000 + n * 7).padStart(9, '0')}`;
}

/** Draws a customer and a team of four phones. */
export function nameCall(
  { phones = 2000, customers = 1_000_000 }: { readonly phones?: number; readonly customers?: number },
  random: Random,
  at: number,
  firstChannel: number,
): Named {
  const caller = customerNumber(Math.floor(random() * customers));
  const team = Math.floor(random() * Math.max(1, Math.floor(phones / 4)));
  const second = Math.floor(at / 1000);
  return { linkedid: `${second}.${firstChannel}`, caller, second, firstChannel, firstExtension: 1001 + team * 4 };
}

/** What stands in the slots of such a call, and how many channels it has. */
export function valuesOf(slots: readonly Slot[], named: Named, random: Random): { values: string[]; used: number } {
  const { second, firstChannel, firstExtension } = named;
  let used = 0;
  const values = slots.map(({ kind, index }) => {
    if (kind === 'uniqueid') {
      used = Math.max(used, index + 1);
      return `${second}.${firstChannel + index}`;
    }
    if (kind === 'serial') return (firstChannel + index).toString(16).padStart(8, '0');
    if (kind === 'caller') return named.caller.slice(1);
    if (kind === 'extension') return String(firstExtension + index);
    return kind === 'bridge' ? uuidOf(random) : '';
  });
  return { values, used };
}

/** Epoch seconds with six decimals, as Asterisk stamps. */
export function stampOf(at: number): string {
  const micros = Math.round((at % 1000) * 1000);
  return `${Math.floor(at / 1000)}.${String(Math.min(999_999, micros)).padStart(6, '0')}`;
}

function uuidOf(random: Random): string {
  const hex = Array.from({ length: 4 }, () =>
    Math.floor(random() * 2 ** 32)
      .toString(16)
      .padStart(8, '0'),
  ).join('');
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}
