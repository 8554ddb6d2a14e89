/** An error as it may stand in a log: what happened and where, without the values it happened to. */
export interface SafeError {
  readonly type: string;
  readonly message: string;
  readonly code?: string;
  readonly frames?: readonly string[];
  readonly cause?: SafeError;
}

/**
 * Takes the values out of an error. Database errors carry the parameters of the query and the row's content; telephone
 * numbers keep their last three digits.
 */
export function safeError(error: unknown, depth = 0): SafeError {
  if (!(error instanceof Error)) return { type: typeof error, message: masked(String(error)) };
  const code = 'code' in error && typeof error.code === 'string' ? error.code : undefined;
  const frames = (error.stack ?? '').split('\n').flatMap((line) => /^\s+at (.*)$/.exec(line)?.[1] ?? []);
  return {
    type: error.name,
    message: masked(error.message),
    ...(code !== undefined && { code }),
    ...(frames.length > 0 && { frames: frames.slice(0, 8) }),
    ...(error.cause !== undefined && depth < 3 && { cause: safeError(error.cause, depth + 1) }),
  };
}

function masked(message: string): string {
  const [said = ''] = message.split(/\nparams:/);
  return said.replace(/\d{5,}/g, (digits) => `…${digits.slice(-3)}`).slice(0, 1_000);
}
