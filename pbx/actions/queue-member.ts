import { z } from 'zod';
import { Device, MemberInterface, PlainText, QueueName } from './fields.ts';
import { type ActionFields, checked } from './guard.ts';

/** Lets a phone serve a queue, or takes it out again. */
export const QueueAddInput = z.strictObject({
  interface: Device,
  queue: QueueName,
  memberName: PlainText.optional(),
  paused: z.boolean().default(false),
});
export type QueueAddInput = z.input<typeof QueueAddInput>;

export const QueueRemoveInput = z.strictObject({ interface: MemberInterface, queue: QueueName });
export type QueueRemoveInput = z.input<typeof QueueRemoveInput>;

/** The action for a QueueAdd: the phone itself is the member, so that its own state says whether it is rung. */
export function queueAddFields(input: QueueAddInput): ActionFields {
  const { interface: member, queue, memberName, paused } = checked(QueueAddInput, input);
  return {
    Action: 'QueueAdd',
    Queue: queue,
    Interface: member,
    StateInterface: member,
    Penalty: '0',
    Paused: paused ? 'true' : 'false',
    ...(memberName === undefined ? {} : { MemberName: memberName }),
  };
}

/** The action for a QueueRemove. */
export function queueRemoveFields(input: QueueRemoveInput): ActionFields {
  const { interface: member, queue } = checked(QueueRemoveInput, input);
  return { Action: 'QueueRemove', Queue: queue, Interface: member };
}
