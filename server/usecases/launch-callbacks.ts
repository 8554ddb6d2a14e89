import { startOfDay } from '../domain/calendar/start-of-day.ts';
import { isRefused } from '../domain/callback/claim.ts';
import { chooseNextAgent, decideLaunch, type NextAgent } from '../domain/callback/launch.ts';
import { isQuiet, whyNotNow } from '../domain/callback/may-call.ts';
import { chooseOffers, passedForMs } from '../domain/callback/router.ts';
import type { Attempt } from '../store/attempts.ts';
import type { Device } from '../store/devices.ts';
import type { Deps } from './deps.ts';
import type { DialPort } from './dial.ts';
import { type Desk, momentOf } from './offer-callbacks.ts';
import type { Office, OfficeTx } from './office.ts';
import { newAttemptId } from './start-attempt.ts';
import { fulfil, holdItem, takeStep } from './take-step.ts';

/**
 * Calls customers of lines that call them first: one for each agent who is free now and kept for them, in order of work.
 * Each launch is one transaction, and is ordered from the PBX after its commit. Answers how many there were.
 */
export async function launchCallbacks(house: Office & Deps, port: DialPort, desk: Desk): Promise<number> {
  if (!port.ready()) return 0;
  const passed = new Set<number>();
  let launched = 0;
  for (;;) {
    const next = await house.transact((tx) => launchNext(tx, house, port, desk, passed));
    if (next === null) return launched;
    if (!('attempt' in next)) {
      passed.add(next.passed);
      continue;
    }
    port.originate(next.attempt, next.device);
    launched += 1;
  }
}

type Launched = { readonly attempt: Attempt; readonly device: Device } | { readonly passed: number };

async function launchNext(
  tx: OfficeTx,
  house: Deps,
  port: DialPort,
  desk: Desk,
  passed: ReadonlySet<number>,
): Promise<Launched | null> {
  const at = house.now();
  const { quiet, timeZone } = await tx.callRules.of('');
  if (quiet !== null && isQuiet(at, quiet, timeZone)) return null;
  const items = (await tx.offers.toLaunch(await momentOf(tx, at), 200)).filter(({ id }) => !passed.has(id));
  // Who is at their desk is asked only when somebody waits.
  if (items.length === 0 || desk.ready.length === 0) return null;
  const free = await freeAgents(tx, desk, at, timeZone);
  const awake = free.filter(({ silentAt }) => silentAt === null || silentAt <= at - passedForMs);
  for (const item of items) {
    if (port.talksWith(item.number)) continue;
    const mine = awake.filter(({ id }) => item.agents?.includes(id) ?? true);
    const [chosen] = chooseOffers([item], mine, desk.signedIn, at);
    if (!chosen) continue;
    return (await launch(tx, house, chosen, at)) ?? { passed: item.id };
  }
  return null;
}

/** The claim and the attempt, in one; null when it may not be now. The number's lock comes before the item's, as everywhere. */
async function launch(
  tx: OfficeTx,
  house: Deps,
  { callbackId, userId }: { readonly callbackId: number; readonly userId: number },
  at: number,
): Promise<Launched | null> {
  const number = (await tx.callbacks.find(callbackId))?.number;
  const [device] = await tx.devices.ofUser(userId);
  if (!number || !device) return null;
  await tx.callbacks.serialise([number, `user ${userId}`]);
  const item = await holdItem(tx, callbackId);
  if (whyNotNow({ at, item }, await tx.callRules.of(number)) !== null) return null;
  const id = newAttemptId(house);
  const decision = decideLaunch(
    {
      attemptId: id,
      by: userId,
      number,
      at,
      item,
      numberIsCalled: (await tx.attempts.openTo(number)) !== undefined,
      isStarting: (await tx.attempts.openBy(userId)).length > 0 || (await tx.keptAgents.isKept(userId)),
    },
    house.policy,
  );
  if (isRefused(decision) || decision.start.step === null) return null;
  const claimed = await fulfil(tx, item, { steps: decision.claim });
  const attempt = await tx.attempts.add({
    id,
    callbackId,
    fence: claimed.fence,
    userId,
    deviceId: device.id,
    contactId: item.contactId,
    number,
    notAfter: decision.start.notAfter,
    createdAt: at,
    dialOrder: 'customer_first',
  });
  await takeStep(tx, claimed, decision.start.step);
  await tx.outbox.add(at, { type: 'attempt.changed', id });
  return { attempt, device };
}

/**
 * The phone of the agent who was kept stayed silent, and the customer waits: another free agent of the line is kept for
 * them from now on. Null when there is none; the first one stays bound until the call is over.
 */
export function passToNextAgent(house: Office & Deps, desk: Desk, attemptId: string): Promise<Device | null> {
  return house.transact(async (tx) => {
    const at = house.now();
    const attempt = await tx.attempts.hold(attemptId);
    if (!attempt || attempt.outcome !== null || attempt.dialOrder !== 'customer_first') return null;
    await tx.keptAgents.markSilent(attemptId, at);
    const agents = attempt.callbackId === null ? null : await tx.offers.agentsFor(attempt.callbackId);
    const { timeZone } = await tx.callRules.of('');
    const free = await freeAgents(tx, desk, at, timeZone);
    const userId = chooseNextAgent(
      free.filter(({ id }) => agents?.includes(id) ?? true),
      at,
    );
    const [device] = userId === null ? [] : await tx.devices.ofUser(userId);
    if (userId === null || !device) return null;
    await tx.keptAgents.handTo(attemptId, { userId, deviceId: device.id }, at);
    await tx.outbox.add(at, { type: 'attempt.changed', id: attemptId });
    return device;
  });
}

async function freeAgents(tx: OfficeTx, { ready }: Desk, at: number, timeZone: string): Promise<NextAgent[]> {
  const free = await tx.keptAgents.free(
    ready.map(({ id }) => id),
    startOfDay(at, timeZone),
  );
  return free.map((agent) => ({ ...agent, readySince: ready.find(({ id }) => id === agent.id)?.since ?? at }));
}
