import { writeFileSync } from 'node:fs';
import { startAmiServer } from '../../pbx/demo/ami/server.ts';
import { seeded } from '../../pbx/demo/chance.ts';
import { startEngine } from '../../pbx/demo/engine.ts';
import { placeInbound, stepsOf } from '../../pbx/demo/model/place.ts';
import { processTimers } from '../../pbx/demo/ports.ts';
import { createCel } from './cel.ts';
import { createLiar, type Dishonesty } from './lies.ts';
import { type ChaosPeople, gatherChaos, type Visit } from './people.ts';
import { site } from './site.ts';

/** A PBX whose exchange keeps the truth while its AMI tells lies. */
export interface ChaosPbx {
  readonly port: number;
  readonly people: ChaosPeople;
  readonly accounts: { readonly events: Login; readonly actions: Login };
  /** A customer calls one of our lines. */
  visit(number: string, line: number, visit: Visit): void;
  /** Channels that stand now. */
  readonly channels: number;
  lie(how: Dishonesty): void;
  stop(): Promise<void>;
}

interface Login {
  readonly user: string;
  readonly secret: string;
}

/** The exchange's own waits are so much shorter: a customer's phone rings for three seconds. */
const pace = 10;

export async function startChaosPbx(seed: number, celPath: string): Promise<ChaosPbx> {
  const accounts = { events: { user: 'events', secret: 'e-secret' }, actions: { user: 'actions', secret: 'a-secret' } };
  writeFileSync(celPath, '');
  const random = seeded(seed);
  const cel = createCel(celPath, () => engine.pbx.exchange);
  const liar = createLiar(random, (event) => server.send(event));
  const engine = startEngine({
    site,
    recorder: { begin: () => ({ file: '', relative: '' }), end() {}, settled: async () => {} },
    now: Date.now,
    random,
    timers: processTimers,
    pace,
    publish(event) {
      cel(event);
      liar.tell(event);
    },
  });
  const people = gatherChaos(engine.pbx, pace);
  engine.pbx.people = people;
  const server = await startAmiServer({
    host: '127.0.0.1',
    port: 0,
    accounts: [
      { ...accounts.events, read: ['call', 'agent', 'cdr', 'user', 'system'], write: ['reporting'] },
      { ...accounts.actions, read: [], write: ['originate', 'call', 'agent', 'reporting'] },
    ],
    pbx: engine.pbx,
    crowd: engine.crowd,
    watched() {},
  });
  return {
    port: server.port,
    people,
    accounts,
    visit(number, line, visit) {
      const chosen = site.lines[line % site.lines.length];
      if (!chosen) return;
      people.expect(number, visit);
      const steps = stepsOf(engine.pbx, chosen);
      placeInbound(engine.pbx, { number, name: null, withheld: false }, chosen, steps, () => {});
    },
    get channels() {
      return engine.pbx.exchange.channels.size;
    },
    lie: liar.become,
    async stop() {
      liar.stop();
      engine.stop();
      await server.stop();
    },
  };
}
