import type { Office } from './office.ts';
import { Refusal } from './refusal.ts';

const keptMs = 24 * 3_600_000;

export interface GivenAnswer {
  readonly status: number;
  readonly body: string;
}

/**
 * What was answered to this key before; null when it is new. The same key for another wish is refused, and so is one
 * whose answer was lost with the service: what it asked for is done.
 */
export function answerGiven(
  { transact }: Pick<Office, 'transact'>,
  userId: number,
  key: string,
  askedHash: string,
): Promise<GivenAnswer | null> {
  return transact(async (tx) => {
    const known = await tx.answers.find(userId, key);
    if (!known) return null;
    if (known.askedHash !== askedHash) throw new Refusal('key-reused', 'idempotency-key');
    if (known.status === null || known.body === null) throw new Refusal('already-done');
    return { status: known.status, body: known.body };
  });
}

/** Keeps an answer beside its key, to be given again. */
export function keepAnswer(
  { transact }: Pick<Office, 'transact'>,
  userId: number,
  key: string,
  { status, body }: GivenAnswer,
): Promise<void> {
  return transact((tx) => tx.answers.keep(userId, key, status, body));
}

/** A day later nobody sends a request again. */
export function forgetAnswers({ transact, now }: Pick<Office, 'transact' | 'now'>): Promise<void> {
  return transact((tx) => tx.answers.forget(now() - keptMs));
}
