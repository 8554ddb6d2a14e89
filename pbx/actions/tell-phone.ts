import { z } from 'zod';
import { WireId } from './fields.ts';
import { type ActionFields, checked } from './guard.ts';

/** `talk` answers a call that rings and takes up one that is held. */
export type PhoneWish = 'talk' | 'hold';

const Input = z.strictObject({
  device: z.string().regex(/^PJSIP\/[A-Za-z0-9_.-]{1,64}$/),
  wish: z.enum(['talk', 'hold']),
  channelId: WireId,
});

/**
 * Asks a SIP phone by NOTIFY, through our own context: the action PJSIPNotify wants class `system` (Asterisk 22). The pair
 * of Local channels lives for milliseconds and rings nobody.
 */
export function tellPhoneFields(device: string, wish: PhoneWish, channelId: string): ActionFields {
  const found = checked(Input, { device, wish, channelId });
  const context = 'ringback-phone';
  return {
    Action: 'Originate',
    Channel: `Local/${found.wish}@${context}`,
    Context: context,
    Exten: found.wish,
    Priority: '1',
    ChannelId: found.channelId,
    OtherChannelId: `${found.channelId}-2`,
    Timeout: '2000',
    Async: 'true',
    Variable: { RB_ENDPOINT: found.device.slice('PJSIP/'.length) },
  };
}
