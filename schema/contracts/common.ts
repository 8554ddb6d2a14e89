import { z } from 'zod';

/** Epoch milliseconds. */
export const At = z.number().int();
export const Id = z.number().int().positive();
/** A row id in a path or a query string. */
export const IdParam = z.coerce.number().int().positive();
export const Language = z.enum(['en', 'fa', 'ru', 'ka']);
export type Language = z.infer<typeof Language>;
export const Role = z.enum(['agent', 'supervisor', 'admin']);
export type Role = z.infer<typeof Role>;
export const Theme = z.enum(['light', 'dark', 'auto']);

/** One page of a list, newest first; `next` is given back as `cursor`, null at the end. */
export const page = <T extends z.ZodType>(row: T) => z.object({ rows: z.array(row), next: z.string().nullable() });
export const PageQuery = z.object({
  cursor: z.string().max(200).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});

/** A person of ours, as others see them. */
export const PersonRef = z.object({ id: Id, name: z.string() });
export type PersonRef = z.infer<typeof PersonRef>;
export const LineRef = z.object({ id: Id, key: z.string(), name: z.string() });
export type LineRef = z.infer<typeof LineRef>;
export const ContactRef = z.object({
  id: Id,
  name: z.string(),
  organisation: z.string().nullable(),
  vip: z.boolean(),
});
export type ContactRef = z.infer<typeof ContactRef>;
