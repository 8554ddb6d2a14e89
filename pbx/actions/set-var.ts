import { z } from 'zod';
import { ChannelName, VariableName, VariableValue } from './fields.ts';
import { type ActionFields, checked } from './guard.ts';

const Input = z.strictObject({ channel: ChannelName, variable: VariableName, value: VariableValue });

/** Sets one variable of one live channel. Never a global one: the channel is required. */
export function setVarFields(channel: string, variable: string, value: string): ActionFields {
  const found = checked(Input, { channel, variable, value });
  return { Action: 'Setvar', Channel: found.channel, Variable: found.variable, Value: found.value };
}
