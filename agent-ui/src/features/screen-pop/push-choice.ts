import { useEffect, useState } from 'react';
import { PushKey } from '../../../../schema/contracts/push.ts';
import { command, get } from '../../api/client.ts';

/** `impossible`: this browser, or an address without https, has no such thing. `forbidden`: the person said no to it. */
export type PushState = 'impossible' | 'forbidden' | 'off' | 'on';

const possible = (): boolean =>
  'serviceWorker' in navigator && 'PushManager' in globalThis && 'Notification' in globalThis && isSecureContext;

async function subscription(): Promise<PushSubscription | null> {
  const registration = await navigator.serviceWorker.getRegistration('/');
  return (await registration?.pushManager.getSubscription()) ?? null;
}

async function stateNow(): Promise<PushState> {
  if (!possible()) return 'impossible';
  if (Notification.permission === 'denied') return 'forbidden';
  return Notification.permission === 'granted' && (await subscription()) ? 'on' : 'off';
}

/** Tells the server of this browser; said again at every start, for the session may be a new one. */
async function hand(given: PushSubscription): Promise<void> {
  const { endpoint, keys } = given.toJSON();
  if (!endpoint || !keys?.p256dh || !keys.auth) throw new Error('The browser gave no address for notices');
  await command('POST', 'push/subscriptions', { endpoint, p256dh: keys.p256dh, auth: keys.auth });
}

async function turnOn(): Promise<void> {
  if ((await Notification.requestPermission()) !== 'granted') return;
  const registration = await navigator.serviceWorker.register('/sw.js', { scope: '/' });
  await navigator.serviceWorker.ready;
  const { publicKey } = await get('push/key', PushKey);
  await hand(await registration.pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: publicKey }));
}

async function turnOff(): Promise<void> {
  const given = await subscription();
  if (!given) return;
  await command('POST', 'push/subscriptions/leave', { endpoint: given.endpoint });
  await given.unsubscribe();
}

/** Whether this browser is told of calls while no page is in view, and the way to change it. */
export function usePushChoice(): readonly [PushState | null, (on: boolean) => Promise<void>] {
  const [state, setState] = useState<PushState | null>(null);
  useEffect(() => {
    let here = true;
    void stateNow().then((now) => here && setState(now));
    return () => {
      here = false;
    };
  }, []);
  return [
    state,
    async (on) => {
      try {
        await (on ? turnOn() : turnOff());
      } finally {
        setState(await stateNow());
      }
    },
  ];
}

/** At the start of a page: a browser that is told already belongs to whoever is signed in now. */
export function useKeepPush(): void {
  useEffect(() => {
    if (!possible() || Notification.permission !== 'granted') return;
    subscription()
      .then((given) => given && hand(given))
      .catch(() => undefined);
  }, []);
}
