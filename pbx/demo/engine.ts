import type { WireEvent } from './ami/frame.ts';
import { createControl, type DemoControl } from './control.ts';
import type { DemoSite } from './demo-site.ts';
import type { Pbx } from './model/call.ts';
import { Exchange } from './model/exchange.ts';
import { originGone } from './model/flow.ts';
import { Phones } from './model/phones.ts';
import { Queues } from './model/queues.ts';
import { type DemoTimers, type Random, startClock } from './ports.ts';
import type { Recorder } from './recorder.ts';
import { Callers } from './scenes/callers.ts';
import { hireDirector } from './scenes/director.ts';
import { type Crowd, gatherPeople } from './scenes/people.ts';
import type { Stage } from './scenes/scenes.ts';

/** What the exchange without its wire needs. */
export interface EngineSettings {
  readonly site: DemoSite;
  readonly recorder: Recorder;
  readonly now: () => number;
  readonly random: Random;
  readonly timers: DemoTimers;
  readonly pace: number;
  readonly publish: (event: WireEvent) => void;
}

/** The exchange and its people, before any wire. */
export interface Engine {
  readonly pbx: Pbx;
  readonly crowd: Crowd;
  readonly stage: Stage;
  readonly control: DemoControl;
  /** Somebody listens to events. */
  watched(): void;
  /** Ends every call in good order and forgets every plan. */
  stop(): void;
}

/** Builds the company's exchange with its phones, queues and people. */
export function startEngine(settings: EngineSettings): Engine {
  const { site, recorder, random, publish } = settings;
  const clock = startClock(settings.now, settings.timers, settings.pace);
  const exchange = new Exchange(clock.now, random, publish);
  const phones = new Phones(site, exchange);
  const queues = new Queues(site, exchange, phones, clock.now);
  exchange.deviceChanged = (device) => {
    if (phones.announce(device)) queues.announce(device);
  };

  const first = phones.all()[0]?.device;
  let seated = new Set<string>();
  const isKept = (device: string) => device === first || seated.has(device);
  const seat = (devices: readonly string[]) => {
    seated = new Set(devices);
  };

  const nobody = { offered() {}, talking() {}, ended() {} };
  const pbx: Pbx = { site, clock, random, exchange, phones, queues, calls: new Map(), recorder, people: nobody };
  const crowd = gatherPeople(pbx, isKept);
  pbx.people = crowd;
  const callers = new Callers(pbx);
  crowd.onEnded((call) => callers.learn(call));
  const stage: Stage = { pbx, crowd, callers, isKept };
  const director = hireDirector(stage);
  return {
    pbx,
    crowd,
    stage,
    control: createControl(pbx, crowd, callers, director, { isKept, seat }),
    watched: director.begin,
    stop() {
      clock.stop();
      for (const call of [...pbx.calls.values()]) originGone(pbx, call);
    },
  };
}
