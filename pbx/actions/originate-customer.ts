import { z } from 'zod';
import { Context, Device, DialExten, VariableName, VariableValue, WireId } from './fields.ts';
import { type ActionFields, checked } from './guard.ts';

/** The customer first: our dialplan checks and dials, and rings `device` when the customer has answered. */
export const CustomerFirstInput = z.strictObject({
  device: Device,
  context: Context,
  /** Where the customer goes on once they have answered. */
  customerContext: Context,
  exten: DialExten,
  /** Becomes Uniqueid and Linkedid of our own half, so every event of the call names the attempt. */
  channelId: WireId,
  /** How long the agent's phone rings before another's may. */
  agentRingMs: z.int().min(1_000).max(120_000),
  variables: z.record(VariableName, VariableValue).default({}),
});
export type CustomerFirstInput = z.input<typeof CustomerFirstInput>;

/** Longer than any phone rings: the dialplan's own time is up before. */
const TIMEOUT_MS = 120_000;

/** The action for a call that begins at the customer; throws `CommandError('invalid')` for anything else. */
export function customerFirstFields(input: CustomerFirstInput): ActionFields {
  const call = checked(CustomerFirstInput, input);
  return {
    Action: 'Originate',
    Channel: `Local/${call.exten}@${call.context}/n`,
    Context: call.customerContext,
    Exten: 's',
    Priority: '1',
    ChannelId: call.channelId,
    // FreePBX's tables have 32 places for an id; Asterisk's own way would add two.
    OtherChannelId: `r2${call.channelId.slice(2)}`,
    Timeout: String(TIMEOUT_MS),
    Async: 'true',
    Variable: {
      ...call.variables,
      __RB_AGENT: call.device,
      __RB_AGENT_SECONDS: String(Math.ceil(call.agentRingMs / 1000)),
    },
  };
}
