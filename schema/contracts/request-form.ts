import { z } from 'zod';
import { plainText } from './requests.ts';

/** What a visitor of the company's website fills in. */
export const FormRequest = z.strictObject({
  number: z.string().trim().min(1).max(60),
  name: plainText(100).optional(),
  note: plainText(1000).optional(),
  lineKey: z.string().min(1).max(100),
  /** Proves when the form was opened. */
  ticket: z.string().max(200),
  /** A field no person sees. */
  companyFax: z.string().max(1000).optional(),
});

/** The same answer whoever asks and whatever is known of the number. */
export const FormAnswer = z.object({ thanks: z.literal(true) });
export const FormTicket = z.object({ ticket: z.string(), afterMs: z.number().int() });
