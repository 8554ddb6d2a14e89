import type { z } from 'zod';
import { CommandError } from './command-error.ts';

/** The headers of one action. A nested record becomes one `Variable: name=value` line each. */
export type ActionFields = Readonly<Record<string, string | Readonly<Record<string, string>>>>;

// A line break in a value would be a second action: `asterisk-manager` writes values as they are.
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for.
const control = /[\u0000-\u001f\u007f-\u009f\u2028\u2029]/;
const headerName = /^[A-Za-z][A-Za-z0-9-]*$/;
const variableName = /^_{0,2}[A-Za-z][A-Za-z0-9_]*$/;

/** Refuses anything that could leave its line, in keys and values alike. The last door before the wire. */
export function guardFields(fields: ActionFields): void {
  for (const [name, value] of Object.entries(fields)) {
    if (!headerName.test(name)) throw new CommandError('invalid', 'A header name is not allowed.');
    if (typeof value === 'string') guardValue(name, value);
    else {
      for (const [variable, text] of Object.entries(value)) {
        if (!variableName.test(variable)) throw new CommandError('invalid', `A name in ${name} is not allowed.`);
        guardValue(name, text);
      }
    }
  }
}

function guardValue(name: string, value: unknown): void {
  if (typeof value !== 'string') throw new CommandError('invalid', `${name} is not text.`);
  if (control.test(value)) throw new CommandError('invalid', `${name} holds a control character.`);
  if (value.length > 1024) throw new CommandError('invalid', `${name} is too long.`);
}

/** Reads an action's input; what does not fit is refused without repeating it. */
export function checked<S extends z.ZodType>(schema: S, input: unknown): z.output<S> {
  const found = schema.safeParse(input);
  if (found.success) return found.data;
  const where = found.error.issues.map((issue) => issue.path.map(String).join('.')).join(', ');
  throw new CommandError('invalid', `The command is not allowed: ${where || 'input'}.`);
}
