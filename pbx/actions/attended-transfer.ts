import { z } from 'zod';
import { TransferInput as Transfer, type TransferInput } from './blind-transfer.ts';
import { ChannelName, Uniqueid } from './fields.ts';
import { type ActionFields, checked } from './guard.ts';

const Input = z.strictObject({ channel: z.union([ChannelName, Uniqueid]) });

/**
 * Begins a consultation: the other side hears music, the channel is connected with a colleague. It goes over when the
 * channel is hung up (Asterisk 22 dials the feature's own digits on the channel, so the dialplan must allow it: t or T).
 */
export function attendedTransferFields(input: TransferInput): ActionFields {
  const { channel, context, exten } = checked(Transfer, input);
  return { Action: 'Atxfer', Channel: channel, Context: context, Exten: exten };
}

/** Ends a consultation: back to the customer. */
export function cancelTransferFields(channel: string): ActionFields {
  return { Action: 'CancelAtxfer', Channel: checked(Input, { channel }).channel };
}
