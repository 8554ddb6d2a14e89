import { z } from 'zod';

/** The demonstration bar: the newcomer plays the caller and, having no phone, his own desk phone. */
export const PlaceDemoCall = z.object({
  caller: z.enum(['known', 'unknown', 'withheld', 'hostile']),
  line: z.string().max(60).optional(),
  /** `me`: ring only the visitor's phone; `queue`: as the line says. */
  to: z.enum(['me', 'queue']).default('me'),
});
export const DemoPhone = z.object({
  device: z.string(),
  state: z.enum(['idle', 'ringing', 'talking', 'dialing']),
  with: z.string().nullable(),
});
export const DemoCall = z.object({
  id: z.string(),
  label: z.string(),
  state: z.enum(['ringing', 'waiting', 'talking']),
  mine: z.boolean(),
});
export const DemoState = z.object({
  phone: DemoPhone.nullable(),
  calls: z.array(DemoCall),
  scenes: z.boolean(),
});
export type DemoState = z.infer<typeof DemoState>;
export const DemoPhoneAction = z.object({ action: z.enum(['pick_up', 'put_down', 'decline']) });
export const DemoScenes = z.object({ running: z.boolean() });
