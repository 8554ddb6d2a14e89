import { z } from 'zod';

const base64url = z.string().regex(/^[A-Za-z0-9_-]{10,200}={0,2}$/);

/** What a browser gives to be told of ringing calls while no page of ours is in view. Its address is checked by the server. */
export const NewPushSubscription = z.object({
  endpoint: z.url({ protocol: /^https?$/ }).max(1000),
  p256dh: base64url,
  auth: base64url,
});
export const PushKey = z.object({ publicKey: z.string() });
export const LeavePush = z.object({ endpoint: z.string().min(1).max(1000) });
export const SeenCard = z.object({ card: z.string().min(1).max(200) });

/** What stands in a pushed notice, worded for its reader. */
export interface PushedNotice {
  readonly kind: 'ringing' | 'over';
  /** The call's card: a later notice of the same card takes its place. */
  readonly card: string;
  readonly title: string;
  readonly body: string;
  readonly direction: 'ltr' | 'rtl';
  /** Page to open, of this origin. */
  readonly page: string;
}

/** When a caller's page opens by itself, and as what. */
export const popWhens = ['ring', 'answer', 'never'] as const;
export const popAs = ['card', 'strip', 'url'] as const;
export const PopUrl = z
  .string()
  .trim()
  .max(500)
  .refine((text) => /^https?:\/\/[^\s]+$/i.test(text) && URL.canParse(text.replaceAll('{number}', '0')));
