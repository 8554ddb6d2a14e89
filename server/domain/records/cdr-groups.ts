import type { CdrRow } from '../../../pbx/records/record-rows.ts';

/** A channel's name comes again when the PBX starts anew: only rows so close to each other are of the same one. */
const SAME_MS = 2_000;

/**
 * The rows of each call together: those of one linkedid, and those that share a channel with them (a consultation has a
 * linkedid of its own; without the column every channel seems to). Both ends of a Local channel are one.
 */
export function groupsOf(rows: readonly CdrRow[]): CdrRow[][] {
  const ordered = [...rows].sort((a, b) => a.startedAt - b.startedAt);
  const parent = ordered.map((_, index) => index);
  const rootOf = (index: number): number => {
    const above = parent[index] ?? index;
    return above === index ? index : rootOf(above);
  };
  const linked = new Map<string, number>();
  const lastOf = new Map<string, { readonly index: number; readonly endedAt: number }>();
  for (const [index, row] of ordered.entries()) {
    const known = linked.get(row.linkedid);
    if (known === undefined) linked.set(row.linkedid, index);
    else parent[rootOf(index)] = rootOf(known);
    // Who meets in a conference room came by calls of their own.
    const names = /conf|meetme/i.test(row.app) ? [row.channel] : [row.channel, row.dstChannel];
    for (const name of names.filter((one) => one !== '').map(wireOf)) {
      const last = lastOf.get(name);
      const same = last !== undefined && row.startedAt <= last.endedAt + SAME_MS;
      if (same) parent[rootOf(index)] = rootOf(last.index);
      lastOf.set(name, { index, endedAt: same ? Math.max(last.endedAt, row.endedAt) : row.endedAt });
    }
  }
  const groups = new Map<number, CdrRow[]>();
  for (const [index, row] of ordered.entries()) {
    const group = groups.get(rootOf(index));
    if (group === undefined) groups.set(rootOf(index), [row]);
    else group.push(row);
  }
  return [...groups.values()];
}

function wireOf(channel: string): string {
  return channel.startsWith('Local/') ? channel.replace(/;[12]$/, '') : channel;
}
