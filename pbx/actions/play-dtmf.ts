import { z } from 'zod';
import { ChannelName, Uniqueid } from './fields.ts';
import { type ActionFields, checked } from './guard.ts';

const Input = z.strictObject({
  channel: z.union([ChannelName, Uniqueid]),
  digit: z.string().regex(/^[0-9*#]$/),
  as: z.enum(['sent', 'received']),
});

/**
 * One key: `sent` is heard by who stands behind the channel; `received` is as if the phone itself had been pressed, which
 * is how features of a call are asked for.
 */
export function playDtmfFields(channel: string, digit: string, as: 'sent' | 'received'): ActionFields {
  const found = checked(Input, { channel, digit, as });
  const key = { Action: 'PlayDTMF', Channel: found.channel, Digit: found.digit };
  return found.as === 'received' ? { ...key, Receive: 'true' } : key;
}
