import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify';
import { hasZodFastifySchemaValidationErrors } from 'fastify-type-provider-zod';
import type { Problem, ProblemCode } from '../../schema/contracts/problem.ts';
import { Refusal } from '../usecases/refusal.ts';

/** Each code's status and its sentence for people who read the wire. Screens translate the code. */
const problems: Readonly<Record<ProblemCode, readonly [status: number, message: string]>> = {
  'bad-request': [400, 'The request is not well formed.'],
  unauthenticated: [401, 'Sign in first.'],
  'wrong-password': [401, 'The login or the password is wrong.'],
  'too-many-tries': [429, 'Too many tries. Wait a little.'],
  forbidden: [403, 'Your role does not allow this.'],
  'foreign-origin': [403, 'The request comes from another site.'],
  'not-found': [404, 'There is no such thing.'],
  conflict: [409, 'This does not fit the present state.'],
  'edit-conflict': [409, 'Somebody else has changed it meanwhile.'],
  'link-expired': [410, 'This link has been used or is too old.'],
  'weak-password': [422, 'The password is too easy to guess.'],
  'login-taken': [409, 'Somebody has this login already.'],
  'last-admin': [409, 'The last admin must stay one.'],
  'has-open-callbacks': [409, 'Open callbacks stand on it. Move them first.'],
  'still-owed': [409, 'This person is still owed a call, or is being called. Return or close it first.'],
  'name-differs': [422, 'This is not their name as it stands here.'],
  'device-taken': [409, 'There is a phone of this name already.'],
  'foreign-device': [403, 'This phone is not yours.'],
  'no-device': [409, 'You have no phone.'],
  'device-busy': [409, 'Your phone is busy.'],
  'bad-number': [422, 'This is not a telephone number.'],
  'emergency-number': [422, 'Emergency numbers are not dialled from here.'],
  'premium-number': [422, 'Premium numbers are not dialled.'],
  'foreign-number': [422, 'This country may not be dialled.'],
  'short-number': [422, 'Short numbers are not dialled.'],
  'already-claimed': [409, 'A colleague has it.'],
  'not-claimed-by-you': [409, 'You do not hold it.'],
  'stale-fence': [409, 'Your claim has run out.'],
  'not-callable': [409, 'This number cannot be called.'],
  'already-calling': [409, 'A call to this number is on its way.'],
  'on-the-line': [409, 'A colleague talks with this number right now.'],
  'do-not-call': [409, 'This customer does not wish to be called.'],
  'quiet-hours': [409, 'Nobody is called at this hour.'],
  'already-settled': [409, 'It is settled already.'],
  'bad-time': [422, 'This time has passed or is too far away.'],
  'put-off-too-long': [422, 'What a caller is owed is put off an hour at most, or until it is due.'],
  'key-reused': [422, 'This key was given for another request.'],
  'still-working': [409, 'The same request is being worked on.'],
  'already-done': [409, 'This was done; its answer was not kept.'],
  'reason-required': [422, 'A reason is needed.'],
  'note-required': [422, 'A note is needed.'],
  'supervisor-only': [403, 'Only a supervisor may do this.'],
  'owner-only': [403, 'Only its owner may do this.'],
  'pbx-unreachable': [503, 'The telephone system cannot be reached.'],
  'pbx-refused': [409, 'The telephone system did not do it.'],
  'pick-up-yourself': [409, 'This phone must be picked up by hand.'],
  'not-in-talk': [409, 'You are not in this talk.'],
  'held-by-phone': [409, 'The call is held on the phone; take it back there.'],
  'not-recorded': [409, 'This call is not recorded.'],
  'database-unreachable': [503, 'The database cannot be reached.'],
  'recording-missing': [404, 'The recording is not there.'],
  'already-linked': [409, 'It stands there already.'],
  'demo-only': [404, 'This exists only in the demonstration.'],
  'too-large': [413, 'This is too large.'],
  internal: [500, 'Something went wrong on our side.'],
};

/** The body of a refused request. */
export function problem(code: ProblemCode, requestId: string, field?: string): Problem {
  const [, message] = problems[code];
  return { error: { code, message, ...(field !== undefined && { field }), requestId } };
}

export function statusOf(code: ProblemCode): number {
  return problems[code][0];
}

/** The one place where an error becomes an answer. Of a failure on our side nothing is told but the request's id. */
export function answerError(error: FastifyError | Error, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const { code, field } = codeOf(error);
  const status = statusOf(code);
  if (status >= 500) request.log.error({ err: error, code }, 'A request failed');
  if (code === 'too-many-tries' && !reply.hasHeader('retry-after')) void reply.header('retry-after', '60');
  return reply
    .code(status)
    .type('application/json; charset=utf-8')
    .send(problem(code, request.id, field));
}

function codeOf(error: FastifyError | Error): { code: ProblemCode; field?: string | undefined } {
  if (error instanceof Refusal) return { code: error.code, field: error.field };
  if (hasZodFastifySchemaValidationErrors(error)) {
    const [first] = error.validation;
    return { code: 'bad-request', field: first?.instancePath.replace(/^\//, '').replaceAll('/', '.') };
  }
  if (isSecondSending(error)) return { code: 'still-working' };
  if (isDatabaseAway(error)) return { code: 'database-unreachable' };
  const status = 'statusCode' in error ? error.statusCode : undefined;
  if (status === 413) return { code: 'too-large' };
  if (status === 429) return { code: 'too-many-tries' };
  if (status === 404) return { code: 'not-found' };
  if (status !== undefined && status >= 400 && status < 500) return { code: 'bad-request' };
  return { code: 'internal' };
}

/** Two sendings of one request met: the work of the later one was undone. */
function isSecondSending(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  if ('constraint' in error && error.constraint === 'request_answers_once') return true;
  return isSecondSending(error.cause);
}

/** Connection refused or lost, server starting or stopping; Drizzle wraps the driver's error. */
function isDatabaseAway(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
  if (/^(ECONNREFUSED|ECONNRESET|08...|57P0[123]|53300)$/.test(code)) return true;
  if (code === 'ENOENT' && 'syscall' in error && error.syscall === 'connect') return true;
  if (
    /^(Connection terminated|Cannot use a pool after calling end|timeout exceeded when trying to connect|Client (has encountered a connection error|was closed) and is not queryable)/.test(
      error.message,
    )
  )
    return true;
  return isDatabaseAway(error.cause);
}
