import type { ProblemCode } from '../../schema/contracts/problem.ts';

/** A use-case says no, with the code the screens translate. `field` names the part of the request that was wrong. */
export class Refusal extends Error {
  readonly code: ProblemCode;
  readonly field: string | undefined;

  constructor(code: ProblemCode, field?: string) {
    super(code);
    this.name = 'Refusal';
    this.code = code;
    this.field = field;
  }
}
