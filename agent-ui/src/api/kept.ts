import type { z } from 'zod';
import { ApiProblem, send } from './client.ts';

/** A key by which the server knows a request that is sent again; also where the page is served without encryption. */
export function newKey(): string {
  return [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}

const firstWaitMs = 500;
const longestWaitMs = 5000;

/** Until the browser says that the network is back, or a little while has passed. */
function lineOrWait(ms: number): Promise<void> {
  return new Promise((resolve) => {
    const go = (): void => {
      clearTimeout(timer);
      window.removeEventListener('online', go);
      resolve();
    };
    const timer = setTimeout(go, ms);
    window.addEventListener('online', go);
  });
}

/** No answer came, or the first sending is still being worked on: whether it was done is not known. */
function isUncertain(error: unknown): boolean {
  return error instanceof ApiProblem && (error.code === 'offline' || error.code === 'still-working');
}

/**
 * Sends what a person wrote until the server has answered, with one key for all sendings, so that it is written once.
 * Never for what must not happen late, such as dialling. Undefined: it was done, but its answer is lost.
 */
export async function sendKept<T extends z.ZodType>(
  method: 'POST' | 'PATCH',
  path: string,
  shape: T,
  body: unknown,
  key: string = newKey(),
): Promise<z.output<T> | undefined> {
  for (let wait = firstWaitMs; ; wait = Math.min(wait * 2, longestWaitMs)) {
    try {
      return await send(method, path, shape, body, key);
    } catch (error) {
      if (error instanceof ApiProblem && error.code === 'already-done') return undefined;
      if (!isUncertain(error)) throw error;
    }
    await lineOrWait(wait);
  }
}
