import { z } from 'zod';
import { Board } from './callbacks.ts';
import { At } from './common.ts';
import { agentStates, Coverage } from './live.ts';

/** The wall: how the company stands, without a name or a number of any customer. */
export const Wall = z.object({
  company: z.string(),
  timeZone: z.string(),
  now: At,
  tiles: Board.shape.tiles,
  /** What is owed line by line, the most pressing first; without a name are callbacks of no line. */
  lines: z.array(
    z.object({
      name: z.string().nullable(),
      owed: z.number().int(),
      overdue: z.number().int(),
      oldestAt: At.nullable(),
    }),
  ),
  /** People with a phone. */
  agents: z.array(z.object({ name: z.string(), state: z.enum(agentStates), since: At })),
  coverage: Coverage,
});
export type Wall = z.infer<typeof Wall>;
