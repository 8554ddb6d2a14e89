import { z } from 'zod';
import { Context, Device, DialExten, PlainText, VariableName, VariableValue, WireId } from './fields.ts';
import { type ActionFields, checked } from './guard.ts';

/** The agent's phone first, then the dialplan dials the customer. */
export const OriginateInput = z.strictObject({
  device: Device,
  context: Context,
  exten: DialExten,
  priority: z.int().min(1).max(999).default(1),
  /** Becomes Uniqueid and Linkedid of the agent's leg, so every event names the attempt. */
  channelId: WireId,
  /** What the agent's phone shows. */
  callerId: z.strictObject({ name: PlainText, number: z.string().regex(/^\+?[0-9]{1,15}$/) }).optional(),
  /** How long the agent's phone rings. */
  timeoutMs: z.int().min(1_000).max(120_000),
  variables: z.record(VariableName, VariableValue).default({}),
});
export type OriginateInput = z.input<typeof OriginateInput>;

/** The action for an Originate; throws `CommandError('invalid')` for anything that is not one call to one number. */
export function originateFields(input: OriginateInput): ActionFields {
  const call = checked(OriginateInput, input);
  return {
    Action: 'Originate',
    Channel: call.device,
    Context: call.context,
    Exten: call.exten,
    Priority: String(call.priority),
    ChannelId: call.channelId,
    Timeout: String(call.timeoutMs),
    Async: 'true',
    ...(call.callerId ? { CallerID: `"${call.callerId.name}" <${call.callerId.number}>` } : {}),
    ...(Object.keys(call.variables).length > 0 ? { Variable: call.variables } : {}),
  };
}
