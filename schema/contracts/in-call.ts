import { z } from 'zod';
import { PersonRef } from './common.ts';
import { agentStates } from './live.ts';

/** Something is switched on or off. */
export const Switch = z.object({ on: z.boolean() });

/** One key of a telephone. */
export const PressKey = z.object({ digit: z.string().regex(/^[0-9*#]$/) });

/** `blind` hands the call on at once; `ask` talks with the colleague first. */
export const Transfer = z.object({
  extension: z.string().regex(/^[0-9]{2,10}$/),
  how: z.enum(['blind', 'ask']),
});
export type Transfer = z.infer<typeof Transfer>;

/** What may be done while a colleague is asked. */
export const Consultation = z.object({ step: z.enum(['swap', 'back', 'complete']) });
export type Consultation = z.infer<typeof Consultation>;

/** Longest silence in a recording that is asked for at once; afterwards it goes on by itself. */
export const longestPauseS = 600;
export const PauseRecording = z.object({
  paused: z.boolean(),
  forS: z.number().int().min(5).max(longestPauseS).default(60),
});

/** A point of the line's checklist is done, or is not. */
export const Tick = z.object({ item: z.string().trim().min(1).max(200), on: z.boolean() });

/** A colleague whom a call may be handed on to. */
export const Colleague = z.object({
  user: PersonRef,
  extension: z.string(),
  state: z.enum(agentStates),
});
export type Colleague = z.infer<typeof Colleague>;
