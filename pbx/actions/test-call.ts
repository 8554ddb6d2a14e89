import { z } from 'zod';
import { Context, WireId } from './fields.ts';
import { type ActionFields, checked } from './guard.ts';

const Input = z.strictObject({ context: Context, channelId: WireId });

/**
 * A call from nobody to nobody: a Local channel into our own context without an attempt's id, which the dialplan must
 * refuse. No phone rings. Its halves are `channelId` and `channelId-2`.
 */
export function testCallFields(context: string, channelId: string): ActionFields {
  const call = checked(Input, { context, channelId });
  return {
    Action: 'Originate',
    Channel: `Local/000@${call.context}`,
    Context: call.context,
    Exten: '000',
    Priority: '1',
    ChannelId: call.channelId,
    OtherChannelId: `${call.channelId}-2`,
    Timeout: '2000',
    Async: 'true',
  };
}
