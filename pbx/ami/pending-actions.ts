import { randomBytes } from 'node:crypto';
import { type Frame, type Headers, headerOf, headersOf } from './frame.ts';
import { AmiActionError } from './session-types.ts';

/** One entry of a list reply. */
export interface ListItem {
  readonly name: string;
  readonly headers: Headers;
}

/** A list reply: its entries, and whether as many came as the PBX says it sent. */
export interface ListReply {
  readonly items: readonly ListItem[];
  readonly complete: boolean;
}

interface Pending {
  readonly items: ListItem[] | null;
  readonly resolve: (reply: { headers: Headers; list: ListReply | null }) => void;
  readonly reject: (error: Error) => void;
  readonly timer: NodeJS.Timeout;
}

/** Events that are entries of the lists we ask for. They mix with the live stream; only the ActionID tells. */
const listEvents: ReadonlySet<string> = new Set([
  'CoreShowChannel',
  'CoreShowChannelsComplete',
  'BridgeListItem',
  'BridgeListComplete',
  'QueueParams',
  'QueueMember',
  'QueueEntry',
  'QueueStatusComplete',
  'DeviceStateChange',
  'DeviceStateListComplete',
]);

/** A list larger than any PBX: stops a peer that never says Complete from filling memory. */
const MAX_ITEMS = 200_000;

/** Actions sent on one connection and not yet answered. Ids cannot be guessed, so nobody can forge an answer. */
export function createPendingActions(write: (bytes: string) => void) {
  const waiting = new Map<string, Pending>();
  const prefix = `rb-${randomBytes(9).toString('hex')}`;
  let counter = 0;
  let lists = 0;

  function take(id: string): Pending | undefined {
    const pending = waiting.get(id);
    if (!pending) return undefined;
    waiting.delete(id);
    clearTimeout(pending.timer);
    if (pending.items) lists--;
    return pending;
  }

  function send(
    action: string,
    fields: Readonly<Record<string, string>>,
    options: { list: boolean; timeoutMs: number },
  ): Promise<{ headers: Headers; list: ListReply | null }> {
    const id = `${prefix}-${++counter}`;
    const lines = Object.entries({ Action: action, ActionID: id, ...fields }).map(([name, value]) => {
      // biome-ignore lint/suspicious/noControlCharactersInRegex: a line break here would be a second action.
      if (/[\x00-\x1f\x7f]/.test(name + value)) throw new AmiActionError('refused', `Control character in ${name}.`);
      return `${name}: ${value}\r\n`;
    });
    return new Promise((resolve, reject) => {
      const timer = setTimeout(
        () => take(id)?.reject(new AmiActionError('timeout', `${action} was not answered in time.`)),
        options.timeoutMs,
      );
      if (options.list) lists++;
      waiting.set(id, { items: options.list ? [] : null, resolve, reject, timer });
      write(`${lines.join('')}\r\n`);
    });
  }

  /** Takes a response; false when it answers nothing of ours. */
  function takeResponse(frame: Frame): boolean {
    // Some proxies answer Login without its ActionID. Login is the first action and waits alone.
    const id = headerOf(frame, 'ActionID') ?? (counter === 1 ? waiting.keys().next().value : undefined);
    const pending = id === undefined ? undefined : waiting.get(id);
    if (id === undefined || !pending) return false;
    const headers = headersOf(frame);
    const refused = frame.name.toLowerCase() === 'error';
    if (pending.items && !refused) return true; // The list itself follows.
    take(id);
    if (refused) pending.reject(new AmiActionError('refused', headers.message?.[0] ?? 'Error'));
    else pending.resolve({ headers, list: null });
    return true;
  }

  /** Takes an event that is an entry of a waiting list; false when it is news. */
  function takeListItem(frame: Frame): boolean {
    if (lists === 0 || !listEvents.has(frame.name)) return false;
    const id = headerOf(frame, 'ActionID');
    const pending = id === null ? undefined : waiting.get(id);
    if (id === null || !pending?.items) return false;
    const headers = headersOf(frame);
    const mark = headers.eventlist?.[0]?.toLowerCase();
    if (mark === 'complete' || mark === 'cancelled') {
      take(id);
      const said = Number(headers.listitems?.[0] ?? pending.items.length);
      const complete = mark === 'complete' && said === pending.items.length;
      pending.resolve({ headers, list: { items: pending.items, complete } });
    } else if (pending.items.length < MAX_ITEMS) pending.items.push({ name: frame.name, headers });
    return true;
  }

  return {
    send,
    takeResponse,
    takeListItem,
    /** Whether events of this name may be entries of a list that is being read. */
    wants: (name: string) => lists > 0 && listEvents.has(name),
    rejectAll(error: Error) {
      for (const id of [...waiting.keys()]) take(id)?.reject(error);
    },
  };
}
