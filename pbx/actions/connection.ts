import { randomBytes } from 'node:crypto';
import AsteriskManager, { type RawReply } from 'asterisk-manager';
import { CommandError } from './command-error.ts';
import { type ActionFields, guardFields } from './guard.ts';
import { openPipe, type PipeTarget } from './pipe.ts';

/** One logged-in connection. Never used again once closed: `asterisk-manager` keeps the half of a reply it was reading. */
export interface Connection {
  /** Resolves when the PBX says Success; rejects with a `CommandError`. */
  send(fields: ActionFields, timeoutMs: number): Promise<void>;
  readonly closed: Promise<string>;
  close(reason: string): void;
}

export interface ConnectionTarget extends PipeTarget {
  readonly user: string;
  readonly secret: string;
  readonly loginMs: number;
}

type Callback = (error: RawReply | Error | undefined | null, reply?: RawReply) => void;

/** Connects, logs in and turns events off. Rejects with `CommandError`: `refused` for a wrong user or secret. */
export async function openConnection(target: ConnectionTarget): Promise<Connection> {
  guardFields({ Username: target.user, Secret: target.secret });
  const pipe = await openPipe(target);
  const pending = new Map<string, (error: CommandError) => void>();
  const prefix = `rb-${randomBytes(9).toString('hex')}`;
  let counter = 0;
  let open = true;

  const manager = new AsteriskManager(pipe.path);
  manager.on('error', () => pipe.close('The connection broke.'));
  // An AMI event named Close would be emitted under the same name as the socket's: ask the pipe only.
  void pipe.closed.then((reason) => {
    open = false;
    for (const reject of [...pending.values()]) reject(new CommandError('closed', reason));
    manager.disconnect();
  });

  /** Runs one exchange with a deadline; the answer, the deadline or the end of the connection, whichever is first. */
  function exchange(id: string, timeoutMs: number, start: (callback: Callback) => void): Promise<void> {
    return new Promise((resolve, reject) => {
      if (!open) {
        reject(new CommandError('closed', 'The connection to the PBX is gone.'));
        return;
      }
      const settle = (run: () => void) => {
        clearTimeout(timer);
        pending.delete(id);
        manager.removeAllListeners(id);
        run();
      };
      const timer = setTimeout(
        () => settle(() => reject(new CommandError('timeout', 'The PBX did not answer in time.'))),
        timeoutMs,
      );
      pending.set(id, (error) => settle(() => reject(error)));
      start((error) => {
        if (!pending.has(id)) return;
        settle(error ? () => reject(new CommandError('refused', refusalOf(error))) : resolve);
      });
    });
  }

  function send(fields: ActionFields, timeoutMs: number): Promise<void> {
    guardFields(fields);
    const id = `${prefix}-${++counter}`;
    const action: Record<string, string | Record<string, string>> = { actionid: id };
    for (const [name, value] of Object.entries(fields)) {
      action[name.toLowerCase()] = typeof value === 'string' ? value : { ...value };
    }
    return exchange(id, timeoutMs, (callback) => manager.action(action, callback));
  }

  try {
    await exchange('connect', target.connectMs, (callback) => manager.once('connect', () => callback(null)));
    manager.options.username = target.user;
    manager.options.password = target.secret;
    await exchange('login', target.loginMs, (callback) => manager.login(callback));
    // Its own option sends a header AMI does not know.
    await send({ Action: 'Events', EventMask: 'off' }, target.loginMs);
  } catch (error) {
    pipe.close('The login failed.');
    throw error;
  }
  return { send, closed: pipe.closed, close: pipe.close };
}

function refusalOf(error: RawReply | Error): string {
  const said = error instanceof Error ? error.message : error.message;
  return typeof said === 'string' && said !== '' ? said.trim().slice(0, 200) : 'The PBX refused.';
}
