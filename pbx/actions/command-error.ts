/**
 * Why a command was not carried out.
 * `invalid`: our own side refused it, nothing was sent. `refused`: the PBX said no. `timeout`: no answer, it may or may
 * not have been carried out. `closed`: the link went away before the answer, likewise. `offline`: there is no link.
 */
export type CommandErrorCode = 'invalid' | 'refused' | 'timeout' | 'closed' | 'offline';

/** The only error commands reject with. The message never repeats a value that was given. */
export class CommandError extends Error {
  readonly code: CommandErrorCode;
  constructor(code: CommandErrorCode, message: string) {
    super(message);
    this.name = 'CommandError';
    this.code = code;
  }
}
