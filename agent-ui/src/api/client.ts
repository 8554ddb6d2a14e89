import { z } from 'zod';
import { Problem, type ProblemCode } from '../../../schema/contracts/problem.ts';

// The policy of the page forbids code made from text: zod need not try.
z.config({ jitless: true });

/** A refused request. `code` is translated by the screen; `offline` means that no answer came at all. */
export class ApiProblem extends Error {
  readonly code: ProblemCode | 'offline';
  readonly status: number;
  readonly field: string | undefined;
  readonly requestId: string | undefined;

  constructor(code: ProblemCode | 'offline', status: number, more: { field?: string; requestId?: string } = {}) {
    super(code);
    this.name = 'ApiProblem';
    this.code = code;
    this.status = status;
    this.field = more.field;
    this.requestId = more.requestId;
  }
}

export const codeOf = (error: unknown): ProblemCode | 'offline' =>
  error instanceof ApiProblem ? error.code : 'internal';

type Query = Readonly<Record<string, string | number | boolean | null | undefined>>;

/** Where a part of the interface stands. */
export function address(path: string, query: Query = {}): string {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    if (value !== undefined && value !== null && value !== '') search.set(name, String(value));
  }
  const tail = search.toString();
  return `/api/v1/${path}${tail ? `?${tail}` : ''}`;
}

interface Asking {
  readonly body?: unknown;
  readonly signal?: AbortSignal | undefined;
  /** By which the server knows the same request again. */
  readonly key?: string | undefined;
}

async function ask(method: string, url: string, { body, signal, key }: Asking = {}): Promise<unknown> {
  let answer: Response;
  try {
    answer = await fetch(url, {
      method,
      credentials: 'same-origin',
      headers: {
        ...(body === undefined ? { accept: 'application/json' } : { 'content-type': 'application/json' }),
        ...(key === undefined ? {} : { 'idempotency-key': key }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      ...(signal ? { signal } : {}),
    });
  } catch (cause) {
    if (signal?.aborted) throw cause;
    throw new ApiProblem('offline', 0);
  }
  const text = await answer.text();
  const json = parsed(text);
  if (answer.ok) return json;
  const problem = Problem.safeParse(json);
  if (!problem.success) throw new ApiProblem(answer.status === 401 ? 'unauthenticated' : 'internal', answer.status);
  const { code, field, requestId } = problem.data.error;
  throw new ApiProblem(code, answer.status, { ...(field === undefined ? {} : { field }), requestId });
}

function parsed(text: string): unknown {
  if (text === '') return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** An answer of another shape than agreed is a fault of ours, told as `internal`. */
function shaped<T extends z.ZodType>(shape: T, json: unknown): z.output<T> {
  const result = shape.safeParse(json);
  if (result.success) return result.data;
  console.error('The answer does not have the agreed shape', result.error.issues);
  throw new ApiProblem('internal', 200);
}

/** Reads a resource under `/api/v1/`. */
export async function get<T extends z.ZodType>(
  path: string,
  shape: T,
  query?: Query,
  signal?: AbortSignal,
): Promise<z.output<T>> {
  return shaped(shape, await ask('GET', address(path, query), { signal }));
}

/** Sends a command with a typed answer. */
export async function send<T extends z.ZodType>(
  method: 'POST' | 'PATCH' | 'PUT' | 'DELETE',
  path: string,
  shape: T,
  body?: unknown,
  key?: string,
): Promise<z.output<T>> {
  return shaped(shape, await ask(method, address(path), { body, key }));
}

/** Sends a command whose answer has no content worth reading. */
export async function command(method: 'POST' | 'PATCH' | 'DELETE', path: string, body?: unknown): Promise<void> {
  await ask(method, address(path), { body });
}
