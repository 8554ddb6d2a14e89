import type { Callback } from '../domain/callback/callback.ts';
import type { LadderStep, OutsideWay } from '../domain/escalation/ladder.ts';
import type { Reached } from '../domain/escalation/reach.ts';
import type { MailPayload, NewDelivery, ToldItem } from '../store/deliveries.ts';
import type { LadderGround } from '../store/escalation.ts';
import type { Tx } from './deps.ts';
import type { OutsideWays } from './take-ladder-steps.ts';

/** A step that was just taken. */
export interface TakenStep {
  readonly item: Callback;
  readonly step: LadderStep;
  readonly reached: readonly Reached[];
  readonly ground: LadderGround;
}

/**
 * Writes what goes out by mail and webhook with the steps themselves, so that it is sent if and only if they were taken.
 * One person gets one mail for all that went up the same step together.
 */
export async function tellOutside(tx: Tx, taken: readonly TakenStep[], ways: OutsideWays, at: number): Promise<void> {
  const by = (way: OutsideWay) =>
    taken.filter(({ step, ground }) => ground.ladder.some((rung) => rung.step === step && rung.by.includes(way)));
  const [mails, calls] = [ways.mail ? by('mail') : [], ways.webhook ? by('webhook') : []];
  if (mails.length + calls.length === 0) return;
  const all = [...new Set([...mails, ...calls])];
  const seen = await tx.escalation.namesOf(all.map(({ item }) => item.id));
  const told = ({ item, step, ground }: TakenStep): ToldItem => ({
    callbackId: item.id,
    origin: item.origin,
    step,
    number: item.number,
    contact: seen.get(item.id)?.contact ?? null,
    line: seen.get(item.id)?.line ?? null,
    dueAt: item.dueAt,
    timeZone: ground.timeZone,
  });
  const ids = all.flatMap(({ reached }) => reached.flatMap((one) => [one.userId, one.insteadOf ?? one.userId]));
  const people = new Map((await tx.users.addresses(ids)).map((person) => [person.id, person]));
  const nameOf = (id: number) => people.get(id)?.name ?? '';
  const letters = new Map<string, { recipient: string; userId: number; payload: MailPayload }>();
  for (const step of mails) {
    for (const { userId, rule, insteadOf } of step.reached) {
      const person = people.get(userId);
      if (!person || person.email === null) continue;
      const key = `${userId} ${step.step}`;
      const { language, name } = person;
      const before = letters.get(key)?.payload.items ?? [];
      const item = { ...told(step), rule, insteadOf: insteadOf === null ? null : nameOf(insteadOf) };
      const payload = { language, name, step: step.step, items: [...before, item] };
      letters.set(key, { recipient: person.email, userId, payload });
    }
  }
  const out: NewDelivery[] = [
    ...[...letters.values()].map((letter) => ({ channel: 'mail' as const, ...letter })),
    ...calls.map((step) => ({
      channel: 'webhook' as const,
      recipient: null,
      userId: null,
      payload: {
        ...told(step),
        at,
        reached: step.reached.map(({ userId, rule }) => ({ id: userId, name: nameOf(userId), rule })),
      },
    })),
  ];
  await tx.deliveries.add(at, out);
}
