import { z } from 'zod';
import { ChannelName, Context } from './fields.ts';
import { type ActionFields, checked } from './guard.ts';

/** Sends a live channel, and perhaps the one it talks with, elsewhere in the dialplan. */
export const RedirectInput = z.strictObject({
  channel: ChannelName,
  extraChannel: ChannelName.optional(),
  context: Context,
  exten: z.string().regex(/^(\+?[0-9]{1,15}|[a-z]{1,20})$/),
  priority: z.int().min(1).max(999).default(1),
});
export type RedirectInput = z.input<typeof RedirectInput>;

/** The action for a Redirect; both channels go to the same place. */
export function redirectFields(input: RedirectInput): ActionFields {
  const { channel, extraChannel, context, exten, priority } = checked(RedirectInput, input);
  const place = { Context: context, Exten: exten, Priority: String(priority) };
  const extra = extraChannel
    ? { ExtraChannel: extraChannel, ExtraContext: context, ExtraExten: exten, ExtraPriority: String(priority) }
    : {};
  return { Action: 'Redirect', Channel: channel, ...place, ...extra };
}
