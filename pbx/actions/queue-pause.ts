import { z } from 'zod';
import { MemberInterface, PlainText, QueueName } from './fields.ts';
import { type ActionFields, checked } from './guard.ts';

/** Pauses or unpauses a member; without a queue, in all of them. */
export const QueuePauseInput = z.strictObject({
  interface: MemberInterface,
  queue: QueueName.optional(),
  paused: z.boolean(),
  reason: PlainText.optional(),
});
export type QueuePauseInput = z.input<typeof QueuePauseInput>;

/** The action for a QueuePause. */
export function queuePauseFields(input: QueuePauseInput): ActionFields {
  const { interface: member, queue, paused, reason } = checked(QueuePauseInput, input);
  return {
    Action: 'QueuePause',
    Interface: member,
    Paused: paused ? 'true' : 'false',
    ...(queue === undefined ? {} : { Queue: queue }),
    ...(reason === undefined ? {} : { Reason: reason }),
  };
}
