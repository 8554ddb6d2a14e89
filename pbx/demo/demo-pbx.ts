import { type AmiServer, startAmiServer } from './ami/server.ts';
import type { Account } from './ami/session.ts';
import { seeded } from './chance.ts';
import type { DemoControl } from './control.ts';
import type { DemoSite } from './demo-site.ts';
import { startEngine } from './engine.ts';
import { type DemoTimers, processTimers, type Random } from './ports.ts';
import { startRecorder } from './recorder.ts';

/** A name and a secret; the caller makes the secret, the demonstration has no default one. */
export interface Credentials {
  readonly user: string;
  readonly secret: string;
}

/** Settings of the demonstration PBX; the last six have sensible values of their own. */
export interface DemoPbxSettings {
  readonly accounts: { readonly events: Credentials; readonly actions: Credentials };
  readonly site: DemoSite;
  readonly recordingsDir: string;
  readonly host?: string;
  readonly port?: number;
  readonly now?: () => number;
  readonly random?: Random;
  readonly timers?: DemoTimers;
  /** 1 is a human pace; 10 tells the same stories ten times faster. */
  readonly pace?: number;
  /** Hears of recordings that could not be written. */
  readonly onError?: (error: unknown) => void;
}

/** A running demonstration PBX. */
export interface DemoPbx {
  readonly port: number;
  readonly control: DemoControl;
  /** Ends all calls in good order, says Shutdown, closes every connection and waits for the recordings. */
  stop(): Promise<void>;
}

/** An exchange for people without Asterisk: it speaks AMI on a port and plays the life of a small company. */
export async function startDemoPbx(settings: DemoPbxSettings): Promise<DemoPbx> {
  const now = settings.now ?? Date.now;
  const recorder = startRecorder(settings.recordingsDir, settings.onError ?? (() => {}));
  let server: AmiServer | null = null;
  const engine = startEngine({
    site: settings.site,
    recorder,
    now,
    random: settings.random ?? seeded(now()),
    timers: settings.timers ?? processTimers,
    pace: settings.pace ?? 1,
    publish: (event) => server?.send(event),
  });
  server = await startAmiServer({
    host: settings.host ?? '127.0.0.1',
    port: settings.port ?? 0,
    accounts: rightsOf(settings.accounts),
    pbx: engine.pbx,
    crowd: engine.crowd,
    watched: engine.watched,
  });
  const door = server;
  let stopping: Promise<void> | null = null;
  const stop = async () => {
    engine.stop();
    engine.pbx.exchange.emit('system', 'Shutdown', [
      ['Shutdown', 'Cleanly'],
      ['Restart', 'False'],
    ]);
    await door.stop();
    await recorder.settled();
  };
  return {
    port: door.port,
    control: engine.control,
    stop() {
      stopping ??= stop();
      return stopping;
    },
  };
}

/** The least rights, as we ask of a real PBX: one account hears, the other acts. */
function rightsOf({ events, actions }: DemoPbxSettings['accounts']): Account[] {
  return [
    { ...events, read: ['call', 'agent', 'cdr', 'user', 'system'], write: ['reporting'] },
    { ...actions, read: [], write: ['originate', 'call', 'agent', 'reporting'] },
  ];
}
