import { z } from 'zod';

/** A telephone number in E.164 with its plus sign, 3 to 15 digits: the only stored form of a number. */
export const E164 = z
  .string()
  .regex(/^\+[0-9]{3,15}$/)
  .brand('E164');
export type E164 = z.infer<typeof E164>;
