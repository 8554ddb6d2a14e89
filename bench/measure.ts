/** One of several ways to do the same work. */
export interface Variant {
  readonly name: string;
  /** Runs before the clock does. */
  readonly prepare?: () => unknown;
  readonly run: () => unknown;
}

/** What one run took: CPU of this process (all its threads) and the clock on the wall. */
export interface Taken {
  readonly cpuUs: number;
  readonly wallMs: number;
}

/** All rounds of all variants, by name. */
export type Rounds = ReadonlyMap<string, readonly Taken[]>;

/**
 * Runs the variants in turn, A B C A B C …, each round beginning with another one, so that a noisy machine is noisy for
 * all of them. The first `warmUps` rounds are not counted.
 */
export async function sideBySide(
  variants: readonly Variant[],
  { rounds, warmUps = 1 }: { readonly rounds: number; readonly warmUps?: number },
): Promise<Rounds> {
  const taken = new Map<string, Taken[]>(variants.map(({ name }) => [name, []]));
  for (let round = -warmUps; round < rounds; round += 1) {
    for (let i = 0; i < variants.length; i += 1) {
      const variant = variants[(i + Math.abs(round)) % variants.length];
      if (!variant) continue;
      await variant.prepare?.();
      const one = await measure(variant.run);
      if (round >= 0) taken.get(variant.name)?.push(one);
    }
  }
  return taken;
}

/** Runs something once. */
export async function measure(run: () => unknown): Promise<Taken> {
  const cpu = process.cpuUsage();
  const wall = performance.now();
  await run();
  const wallMs = performance.now() - wall;
  const { user, system } = process.cpuUsage(cpu);
  return { cpuUs: user + system, wallMs };
}

/** The middle of what a variant took. */
export function medianOf(rounds: Rounds, name: string, what: keyof Taken = 'cpuUs'): number {
  return median((rounds.get(name) ?? []).map((taken) => taken[what]));
}

/** The middle of the rounds' own ratios: what slows a whole round down does not count. */
export function ratioOf(rounds: Rounds, one: string, two: string, what: keyof Taken = 'cpuUs'): number {
  const [mine, theirs] = [rounds.get(one) ?? [], rounds.get(two) ?? []];
  return median(mine.map((taken, i) => taken[what] / (theirs[i]?.[what] ?? Number.NaN)));
}

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  const upper = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? upper) + upper) / 2;
}

/** Two decimals are all a bench can tell. */
export function rounded(value: number): number {
  return Math.round(value * 100) / 100;
}
