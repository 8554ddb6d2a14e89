import { createServer, type Server } from 'node:net';
import type { Pbx } from '../model/call.ts';
import { dateTime } from '../model/cdr.ts';
import type { Crowd } from '../scenes/people.ts';
import type { Action } from './action.ts';
import {
  getvar,
  hangup,
  originate,
  queueAdd,
  queuePause,
  queueRemove,
  redirectAction,
  setvar,
  userEvent,
} from './commands.ts';
import { eventFrame, type WireEvent } from './frame.ts';
import { atxfer, blindTransferAction, cancelAtxfer, mixMonitorMute, playDtmf } from './in-call.ts';
import {
  bridgeList,
  coreShowChannels,
  deviceStateList,
  extensionStateList,
  type Handler,
  pjsipShowEndpoints,
  queueStatus,
  queueSummary,
} from './lists.ts';
import { type Account, pong, Session, type WriteClass } from './session.ts';

/** The AMI door of the demonstration. */
export interface AmiServer {
  readonly port: number;
  /** Sends an event to every session that hears its class. */
  send(event: WireEvent): void;
  stop(): Promise<void>;
}

/** What the door needs. `watched` is told when a session begins to hear events. */
export interface AmiServerSettings {
  readonly host: string;
  readonly port: number;
  readonly accounts: readonly Account[];
  readonly pbx: Pbx;
  readonly crowd: Crowd;
  watched(): void;
}

const mostSessions = 64;

/** Listens for AMI clients. */
export async function startAmiServer(settings: AmiServerSettings): Promise<AmiServer> {
  const { pbx, accounts, watched } = settings;
  const { now } = pbx.clock;
  const startedAt = now();
  const sessions = new Set<Session>();
  const actions = actionsOf(settings.crowd, startedAt);

  const perform = (session: Session, action: Action) => {
    const known = actions.get(action.name);
    if (known === undefined) {
      const hint = 'Use Action: ListCommands to show available commands.';
      session.refuse(action, `Invalid/unknown command: ${action.get('action')}. ${hint}`);
    } else if (session.may(known.needs)) known.run(pbx, session, action);
    else session.refuse(action, 'Permission denied');
  };
  const loggedIn = (session: Session) => {
    if (session.hearsEvents) watched();
  };
  const server = createServer({ allowHalfOpen: true }, (socket) => {
    const session = new Session(socket, { accounts, now, startedAt, loggedIn, perform });
    sessions.add(session);
    socket.once('close', () => sessions.delete(session));
  });
  server.maxConnections = mostSessions;
  const port = await listening(server, settings.host, settings.port);

  return {
    port,
    send(event) {
      if (sessions.size === 0) return;
      const bytes = eventFrame(event);
      for (const session of sessions) session.hear(event, bytes);
    },
    async stop() {
      for (const session of sessions) session.end();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}

function listening(server: Server, host: string, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      const address = server.address();
      if (address === null || typeof address === 'string') reject(new Error('the demonstration has no TCP port'));
      else resolve(address.port);
    });
  });
}

interface KnownAction {
  /** Any one of these write classes is enough; none: every session may. */
  readonly needs: readonly WriteClass[];
  readonly run: Handler;
}

function actionsOf(crowd: Crowd, startedAt: number): ReadonlyMap<string, KnownAction> {
  const [date = '', time = ''] = dateTime(startedAt).split(' ');
  const ping: Handler = (pbx, session, action) => session.reply(action, 'Success', ...pong(pbx.clock.now()));
  const coreStatus: Handler = (pbx, session, action) =>
    session.reply(
      action,
      'Success',
      ['CoreStartupDate', date],
      ['CoreStartupTime', time],
      ['CoreReloadDate', date],
      ['CoreReloadTime', time],
      ['CoreCurrentCalls', pbx.calls.size],
    );
  const coreSettings: Handler = (_pbx, session, action) =>
    session.reply(
      action,
      'Success',
      ['AMIversion', '11.0.0'],
      ['AsteriskVersion', '22.10.1'],
      ['SystemName', ''],
      ['CoreMaxCalls', 0],
      ['CoreMaxLoadAvg', '0.000000'],
      ['CoreRunUser', ''],
      ['CoreRunGroup', ''],
      ['CoreMaxFilehandles', 0],
      ['CoreRealTimeEnabled', 'No'],
      ['CoreCDRenabled', 'Yes'],
      ['CoreHTTPenabled', 'No'],
    );
  const reporting: readonly WriteClass[] = ['call', 'reporting'];
  const system: readonly WriteClass[] = ['system', 'reporting'];
  return new Map<string, KnownAction>([
    ['ping', { needs: [], run: ping }],
    ['corestatus', { needs: system, run: coreStatus }],
    ['coresettings', { needs: system, run: coreSettings }],
    ['coreshowchannels', { needs: system, run: coreShowChannels }],
    ['bridgelist', { needs: [], run: bridgeList }],
    ['queuestatus', { needs: [], run: queueStatus }],
    ['queuesummary', { needs: [], run: queueSummary }],
    ['devicestatelist', { needs: reporting, run: deviceStateList }],
    ['extensionstatelist', { needs: reporting, run: extensionStateList }],
    ['pjsipshowendpoints', { needs: system, run: pjsipShowEndpoints }],
    ['originate', { needs: ['originate'], run: originate(crowd) }],
    ['hangup', { needs: ['system', 'call'], run: hangup }],
    ['blindtransfer', { needs: ['call'], run: blindTransferAction(crowd) }],
    ['atxfer', { needs: ['call'], run: atxfer }],
    ['cancelatxfer', { needs: ['call'], run: cancelAtxfer }],
    ['playdtmf', { needs: ['call'], run: playDtmf }],
    ['mixmonitormute', { needs: ['system', 'call'], run: mixMonitorMute }],
    ['redirect', { needs: ['call'], run: redirectAction }],
    ['queuepause', { needs: ['agent'], run: queuePause }],
    ['queueadd', { needs: ['agent'], run: queueAdd }],
    ['queueremove', { needs: ['agent'], run: queueRemove }],
    ['setvar', { needs: ['call'], run: setvar }],
    ['getvar', { needs: reporting, run: getvar }],
    ['userevent', { needs: ['user'], run: userEvent }],
  ]);
}
