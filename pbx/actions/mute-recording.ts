import { z } from 'zod';
import { ChannelName, Uniqueid } from './fields.ts';
import { type ActionFields, checked } from './guard.ts';

const Input = z.strictObject({ channel: z.union([ChannelName, Uniqueid]), on: z.boolean() });

/** Writes silence into the recordings of a channel, both sides, until told otherwise. The event MixMonitorMute is the fact. */
export function muteRecordingFields(channel: string, on: boolean): ActionFields {
  const found = checked(Input, { channel, on });
  return { Action: 'MixMonitorMute', Channel: found.channel, Direction: 'both', State: found.on ? '1' : '0' };
}
