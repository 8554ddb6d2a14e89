import { z } from 'zod';
import { ChannelName, Uniqueid } from './fields.ts';
import { type ActionFields, checked } from './guard.ts';

const Input = z.strictObject({
  channel: z.union([ChannelName, Uniqueid]),
  direction: z.enum(['in', 'all']),
  on: z.boolean(),
});
export type MuteDirection = 'in' | 'all';

/**
 * Silences a phone: `in` what it says, `all` what it hears as well. By the dialplan function, because the action
 * MuteAudio wants class `system` (Asterisk 22).
 */
export function muteAudioFields(channel: string, direction: MuteDirection, on: boolean): ActionFields {
  const found = checked(Input, { channel, direction, on });
  const Variable = `MUTEAUDIO(${found.direction})`;
  return { Action: 'Setvar', Channel: found.channel, Variable, Value: found.on ? 'on' : 'off' };
}
