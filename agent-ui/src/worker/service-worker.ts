import type { PushedNotice } from '../../../schema/contracts/push.ts';

interface WaitingEvent extends Event {
  waitUntil(work: Promise<unknown>): void;
}
interface PushedEvent extends WaitingEvent {
  readonly data: { json(): unknown } | null;
}
interface ClickedEvent extends WaitingEvent {
  readonly notification: Notification;
}
interface Page {
  readonly url: string;
  focus(): Promise<unknown>;
  navigate(url: string): Promise<unknown>;
}

/** What a service worker has and a page has not; the types of the DOM know only pages. */
interface WorkerPlace {
  readonly registration: ServiceWorkerRegistration;
  readonly clients: {
    claim(): Promise<void>;
    matchAll(wish: object): Promise<Page[]>;
    openWindow(url: string): Promise<unknown>;
  };
  skipWaiting(): Promise<void>;
  addEventListener(type: 'install' | 'activate', listen: (event: WaitingEvent) => void): void;
  addEventListener(type: 'push', listen: (event: PushedEvent) => void): void;
  addEventListener(type: 'notificationclick', listen: (event: ClickedEvent) => void): void;
}

/** This file runs in a worker only, whatever its compiler is told. */
const asWorker = (place: unknown): WorkerPlace => place as WorkerPlace;
const worker = asWorker(self);
const overShownMs = 2_000;

worker.addEventListener('install', (event) => event.waitUntil(worker.skipWaiting()));
worker.addEventListener('activate', (event) => event.waitUntil(worker.clients.claim()));

/** What was pushed is ours and sealed, and still looked at: a page of another version may have asked for it. */
function noticeIn(event: PushedEvent): PushedNotice | null {
  try {
    const told = event.data?.json() as Partial<PushedNotice> | undefined;
    return typeof told?.card === 'string' && typeof told.title === 'string' ? (told as PushedNotice) : null;
  } catch {
    return null;
  }
}

async function show({ kind, card, title, body, direction, page }: PushedNotice): Promise<void> {
  const ringing = kind === 'ringing';
  const options = { body, tag: card, dir: direction, silent: !ringing, requireInteraction: ringing, data: { page } };
  await worker.registration.showNotification(title, options);
  if (ringing) {
    await fetch('/api/v1/push/seen', {
      method: 'POST',
      credentials: 'same-origin',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ card }),
    }).catch(() => undefined);
    return;
  }
  await new Promise((done) => setTimeout(done, overShownMs));
  for (const shown of await worker.registration.getNotifications({ tag: card })) shown.close();
}

worker.addEventListener('push', (event) => {
  const notice = noticeIn(event);
  if (notice) event.waitUntil(show(notice));
});

async function open(page: string): Promise<void> {
  const [first] = await worker.clients.matchAll({ type: 'window', includeUncontrolled: true });
  if (first) await first.focus();
  else await worker.clients.openWindow(page);
}

worker.addEventListener('notificationclick', (event) => {
  event.notification.close();
  const { page }: { page?: unknown } = event.notification.data ?? {};
  event.waitUntil(open(typeof page === 'string' && /^\/(?!\/)/.test(page) ? page : '/'));
});
