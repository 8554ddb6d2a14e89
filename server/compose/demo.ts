import { randomBytes } from 'node:crypto';
import type { z } from 'zod';
import type { DemoCallView, DemoControl, DemoPhoneView } from '../../pbx/demo/control.ts';
import type { DemoPhoneAction, DemoState, PlaceDemoCall } from '../../schema/contracts/demo.ts';
import type { DemoAccount, DemoPort } from '../http/ports.ts';
import { hashPassword } from '../platform/password.ts';
import type { DeskMemory } from '../workers/desk-memory.ts';
import type { House } from './house.ts';

/** What a stranger may send as a name: shown as text wherever it appears. */
const hostileName = '<img src=x onerror=alert(1)> ‮"; DROP TABLE calls';

/** Gives everyone of the demonstration a fresh password for this run; printed, shown on the sign-in page, stored as a hash. */
export async function demoAccounts(house: House): Promise<readonly DemoAccount[]> {
  const people = await house.transact((tx) => tx.users.list());
  const accounts: DemoAccount[] = [];
  for (const { id, login, name, role, disabledAt } of people) {
    if (disabledAt !== null) continue;
    const password = randomBytes(9).toString('base64url');
    const passwordHash = await hashPassword(password);
    await house.transact((tx) => tx.users.change(id, { passwordHash }));
    accounts.push({ login, name, role, password });
  }
  return accounts;
}

/** The demonstration PBX as its bar plays with it: a visitor's phone is the first of the signed-in person. */
export function demoPort(control: DemoControl, memory: DeskMemory, accounts: readonly DemoAccount[]): DemoPort {
  const phoneOf = (userId: number): string | null => memory.devicesOf(userId)[0]?.device ?? null;

  function state(userId: number): DemoState {
    const device = phoneOf(userId);
    const phone = device === null ? null : control.phone(device);
    return {
      phone: phone && {
        device: phone.device,
        state: phoneState(phone),
        with: labelOf(phone.talking ?? phone.ringing ?? phone.calling),
      },
      calls: control.list().map((call) => ({
        id: call.id,
        label: labelOf(call) ?? '',
        state: call.phase === 'talking' ? 'talking' : call.ringing.length > 0 ? 'ringing' : 'waiting',
        mine: device !== null && [...call.ringing, ...call.talking].includes(device),
      })),
      scenes: !control.scenesPaused(),
    };
  }

  return {
    accounts: () => accounts,
    state: async (userId) => state(userId),
    async placeCall(userId, { caller, line, to }: z.infer<typeof PlaceDemoCall>) {
      const device = to === 'me' ? phoneOf(userId) : null;
      control.placeCall({
        caller: caller === 'hostile' ? { number: '02079460666', name: hostileName } : caller,
        ...(line === undefined ? {} : { line }),
        ...(device === null ? {} : { device }),
      });
    },
    async phone(userId, action: z.infer<typeof DemoPhoneAction>['action']) {
      const device = phoneOf(userId);
      if (device === null) return;
      if (action === 'pick_up') control.pickUp(device);
      else if (action === 'put_down') control.putDown(device);
      else control.decline(device);
    },
    hangUp: async (_userId, callId) => control.hangUp(callId),
    async scenes(running) {
      if (running) control.resumeScenes();
      else control.pauseScenes();
    },
  };
}

function phoneState(phone: DemoPhoneView): 'idle' | 'ringing' | 'talking' | 'dialing' {
  if (phone.talking !== null) return 'talking';
  if (phone.calling !== null) return 'dialing';
  return phone.ringing === null ? 'idle' : 'ringing';
}

function labelOf(call: DemoCallView | null): string | null {
  return call === null ? null : (call.contact ?? call.name ?? call.number ?? '');
}
