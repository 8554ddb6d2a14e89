import { z } from 'zod';
import { ChannelName, Context, Uniqueid } from './fields.ts';
import { type ActionFields, checked } from './guard.ts';

/** Where a call is handed on to: an extension of ours, in the context that phones dial in. */
export const TransferInput = z.strictObject({
  channel: z.union([ChannelName, Uniqueid]),
  context: Context,
  exten: z.string().regex(/^[0-9]{2,10}$/),
});
export type TransferInput = z.input<typeof TransferInput>;

/** Hands on whoever talks with this channel, which is let go at once. */
export function blindTransferFields(input: TransferInput): ActionFields {
  const { channel, context, exten } = checked(TransferInput, input);
  return { Action: 'BlindTransfer', Channel: channel, Context: context, Exten: exten };
}
