import { z } from 'zod';
import { ChannelName, Uniqueid } from './fields.ts';
import { type ActionFields, checked } from './guard.ts';

const Input = z.strictObject({ channel: z.union([ChannelName, Uniqueid]), cause: z.int().min(1).max(127).optional() });

/** Ends one live channel, named or by its Uniqueid (which, unlike a name, never comes again). Cause 16 is a normal clearing. */
export function hangupFields(channel: string, cause?: number): ActionFields {
  const found = checked(Input, cause === undefined ? { channel } : { channel, cause });
  return {
    Action: 'Hangup',
    Channel: found.channel,
    ...(found.cause === undefined ? {} : { Cause: String(found.cause) }),
  };
}
