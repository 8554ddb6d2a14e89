import { snapshotNames, spelling } from './header-names.ts';
import type { Fault, ReadySpec } from './message.ts';

/**
 * Rewrites a message of another dialect the way Asterisk 22 writes it: CR LF, one blank behind the colon, usual
 * spelling of header names, and snapshots sorted by name (as some recorders store them) in their own order.
 * It adds nothing, drops nothing and merges nothing: what was doubled or missing before is so afterwards.
 */
export function normalise(text: string, { prefixes }: ReadySpec): string | Fault {
  const lines: [name: string, value: string][] = [];
  const all = text.split('\n');
  if (all.at(-1) === '') all.pop();
  for (const line of all) {
    const colon = line.indexOf(':');
    if (colon < 1) return { reason: 'line-without-colon', detail: 'line' };
    const name = line.slice(0, colon).trim();
    lines.push([spelling.get(name.toLowerCase()) ?? name, line.slice(colon + 1).trim()]);
  }
  let ordered = lines;
  for (const prefix of prefixes) if (prefix !== '') ordered = unsort(ordered, prefix);
  return ordered.map(([name, value]) => `${name}: ${value}\r\n`).join('');
}

function unsort(lines: [string, string][], prefix: string): [string, string][] {
  const wanted = snapshotNames.map((name) => prefix + name);
  const mine = lines.filter(([name]) => wanted.includes(name));
  const names = mine.map(([name]) => name);
  const first = lines.findIndex(([name]) => name === names[0]);
  if (first < 0 || names.some((name, i) => i > 0 && name <= (names[i - 1] ?? ''))) return lines;
  const sorted = mine.toSorted((a, b) => wanted.indexOf(a[0]) - wanted.indexOf(b[0]));
  const rest = lines.filter(([name]) => !wanted.includes(name));
  return [...rest.slice(0, first), ...sorted, ...rest.slice(first)];
}
