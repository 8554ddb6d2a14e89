import { fingerprint } from './fingerprint.ts';
import { ledgerMoves, type Move } from './ledger-moves.ts';
import { pbxMoves } from './pbx-moves.ts';
import { broken, brokenStep } from './promises.ts';
import { createSeen } from './seen.ts';
import type { Setting, World } from './world.ts';

/** What an exploration came to. */
export interface Explored {
  readonly states: number;
  readonly steps: number;
  /** The longest shortest way to any state. */
  readonly depth: number;
  /** True when nothing was left out: every reachable state was looked at. */
  readonly isWhole: boolean;
  /** The shortest way to a broken promise; null when there is none. */
  readonly counterexample: { readonly what: string; readonly steps: readonly string[] } | null;
}

export function moves(world: World, setting: Setting): Move[] {
  return [...ledgerMoves(world, setting), ...pbxMoves(world, setting)];
}

/** Goes through every order in which things can happen, the shortest first, each state once. */
export function explore(first: World, setting: Setting, atMost = Number.POSITIVE_INFINITY): Explored {
  const seen = createSeen();
  seen.add(fingerprint(first, setting));
  const parents: number[] = [-1];
  const names: string[] = [''];
  let wave: { readonly at: number; readonly world: World }[] = [{ at: 0, world: first }];
  let [steps, depth] = [0, 0];
  const way = (from: number, last: string): string[] => {
    const back = [last];
    for (let at = from; at > 0; at = parents[at] ?? -1) back.push(names[at] ?? '');
    return back.reverse();
  };
  const report = (isWhole: boolean, counterexample: Explored['counterexample']): Explored => ({
    states: seen.size,
    steps,
    depth,
    isWhole,
    counterexample,
  });
  while (wave.length > 0) {
    const next: typeof wave = [];
    for (const { at, world } of wave) {
      for (const move of moves(world, setting)) {
        steps += 1;
        const isNew = seen.add(fingerprint(move.world, setting));
        const wrong = brokenStep(world, move.world) ?? (isNew ? broken(move.world, setting) : null);
        if (wrong !== null) return report(false, { what: wrong, steps: way(at, move.what) });
        if (!isNew) continue;
        if (seen.size > atMost) return report(false, null);
        next.push({ at: parents.length, world: move.world });
        parents.push(at);
        names.push(move.what);
      }
    }
    wave = next;
    if (wave.length > 0) depth += 1;
  }
  return report(true, null);
}
