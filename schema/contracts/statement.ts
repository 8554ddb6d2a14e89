import { z } from 'zod';
import { At, IdParam, LineRef } from './common.ts';

const n = z.number().int();

/**
 * What came in and what became of it. `inbound = talked + owed + excluded`, `owed = returned + closed + live`,
 * `returned = inTime + late + calledAgain`. Counted are calls, not items: one item may cover several calls.
 */
export const StatementCounts = z.object({
  inbound: n,
  talked: n,
  owed: n,
  excluded: n,
  returned: n,
  inTime: n,
  late: n,
  calledAgain: n,
  closed: n,
  live: n,
});
export type StatementCounts = z.infer<typeof StatementCounts>;

/** A stretch of at most 400 days by the start of the calls: `from` belongs to it, `to` does not. */
export const StatementQuery = z
  .object({ from: z.coerce.number().int(), to: z.coerce.number().int(), line: IdParam.optional() })
  .refine(({ from, to }) => to > from && to - from <= 400 * 86_400_000, 'A stretch of at most 400 days');
export type StatementQuery = z.infer<typeof StatementQuery>;

export const Statement = z.object({
  from: At,
  to: At,
  /** When it was drawn up. */
  at: At,
  site: z.string(),
  timeZone: z.string(),
  totals: StatementCounts,
  lines: z.array(StatementCounts.extend({ line: LineRef.nullable() })),
  /** Days with calls, in the company's time zone, `YYYY-MM-DD`. */
  days: z.array(StatementCounts.extend({ day: z.string() })),
  /** How much of the stretch was seen; what nobody saw and no record has told since may hide calls. */
  coverage: z.object({
    /** Since when the PBX is followed: nothing before it was seen. Null when it never was. */
    followedFrom: At.nullable(),
    completeTo: At.nullable(),
    blindMs: n,
    windows: z.array(z.object({ startedAt: At, endedAt: At })),
  }),
  /** The head of the sealed history; `ringback audit --chain --head HASH` finds it again. Null while nothing is sealed. */
  chain: z.object({ seq: n, head: z.string(), sealedAt: At }).nullable(),
});
export type Statement = z.infer<typeof Statement>;

/** One call of a statement, for the table that leaves the house. */
export interface StatementCall {
  readonly id: number;
  readonly startedAt: number;
  readonly line: string | null;
  readonly number: string | null;
  readonly outcome: string;
  readonly reason: string | null;
  readonly excluded: boolean;
  readonly callbackId: number | null;
  readonly debt: string | null;
  readonly settledAs: string | null;
  readonly settledAt: number | null;
  readonly returnedCallId: number | null;
  readonly closedBy: string | null;
  readonly closedReason: string | null;
}
