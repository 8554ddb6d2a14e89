/** A figure to reach and what was reached. `most`/`least`: which side of the limit is good. */
export interface Figure {
  readonly name: string;
  readonly value: number;
  readonly most?: number;
  readonly least?: number;
}

/** What a bench hands back: lines for a person, figures for the last line. */
export interface BenchResult {
  readonly lines: readonly string[];
  readonly figures: readonly Figure[];
}

/** One bench of `npm run bench`. */
export interface Bench {
  readonly name: string;
  readonly about: string;
  readonly run: () => Promise<BenchResult>;
}

export function isMet({ value, most, least }: Figure): boolean {
  return Number.isFinite(value) && (most === undefined || value <= most) && (least === undefined || value >= least);
}

/** A figure as a sentence. */
export function sentence(figure: Figure): string {
  const { name, value, most, least } = figure;
  const limit = most !== undefined ? `at most ${most}` : least !== undefined ? `at least ${least}` : 'told, not judged';
  return `${isMet(figure) ? 'ok    ' : 'NOT MET'} ${name}: ${value} (${limit})`;
}

/** The last line: one JSON object with the bench's name, its ratios and whether all of them are met. */
export function lastLine(bench: string, figures: readonly Figure[]): string {
  const values = Object.fromEntries(figures.map(({ name, value }) => [name, value]));
  return JSON.stringify({ name: bench, ...values, pass: figures.every(isMet) });
}
