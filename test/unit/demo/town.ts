import { eventFrame, type WireEvent } from '../../../pbx/demo/ami/frame.ts';
import { seeded } from '../../../pbx/demo/chance.ts';
import { readDemoSite } from '../../../pbx/demo/demo-site.ts';
import { type Engine, startEngine } from '../../../pbx/demo/engine.ts';
import type { Recorder } from '../../../pbx/demo/recorder.ts';
import type { Plan } from '../../../pbx/demo/scenes/people.ts';
import { VirtualTime } from './virtual-time.ts';

/** An exchange in virtual time whose every event is kept. */
export interface Town extends Engine {
  readonly time: VirtualTime;
  readonly events: WireEvent[];
  readonly recorded: { file: string; talkedMs: number }[];
  /** `DialEnd PJSIP/1001 CANCEL`: what happened, to whom, how; only the events named. */
  story(names?: readonly string[]): string[];
}

/** The events whose order pbx facts speak of. */
export const keyEvents = [
  'Newchannel',
  'MixMonitorStart',
  'DialBegin',
  'DialState',
  'DialEnd',
  'HangupRequest',
  'BridgeCreate',
  'BridgeEnter',
  'BridgeLeave',
  'BridgeDestroy',
  'BlindTransfer',
  'Hangup',
  'OriginateResponse',
  'QueueCallerJoin',
  'QueueCallerLeave',
  'QueueCallerAbandon',
  'AgentCalled',
  'AgentConnect',
  'AgentComplete',
  'AgentRingNoAnswer',
  'Cdr',
];

export const start = Date.UTC(2026, 2, 3, 9, 0, 0);

/** Builds a town; `seed` decides its dice. */
export function aTown(seed = 1): Town {
  const time = new VirtualTime(start);
  const events: WireEvent[] = [];
  const recorded: Town['recorded'] = [];
  const recorder: Recorder = {
    begin: (callId) => ({ file: `/rec/${callId}.wav`, relative: `${callId}.wav` }),
    end: ({ file }, talkedMs) => recorded.push({ file, talkedMs }),
    settled: () => Promise.resolve(),
  };
  const engine = startEngine({
    site: readDemoSite(),
    recorder,
    now: time.now,
    random: seeded(seed),
    timers: time,
    pace: 1,
    publish: (event) => events.push(event),
  });
  const story = (names: readonly string[] = keyEvents) => events.filter(({ name }) => names.includes(name)).map(line);
  return { ...engine, time, events, recorded, story };
}

/** A plan in which only what is named happens. */
export function aPlan(changes: Partial<Plan> = {}): Plan {
  const quiet = { answer: null, patienceMs: null, transfer: null, outside: 'answers', outsideAfterMs: 4_000 } as const;
  return { ...quiet, talkMs: 30_000, endedBy: 'origin', ...changes };
}

/** The value of an event's header. */
export function header(event: WireEvent | undefined, name: string): string | undefined {
  const found = event?.headers.find(([each]) => each === name);
  return found === undefined ? undefined : String(found[1]);
}

/** The bytes that would go out for all events. */
export function wireOf(events: readonly WireEvent[]): string {
  return events.map(eventFrame).join('');
}

function line(event: WireEvent): string {
  const who = header(event, 'DestChannel') ?? header(event, 'TransfererChannel') ?? header(event, 'Channel') ?? '';
  const how = ['DialStatus', 'Cause', 'Reason', 'Disposition', 'Extension'].map((name) => header(event, name));
  const device = event.name === 'Cdr' ? (header(event, 'DestinationChannel') ?? '') : who;
  return [event.name, device.replace(/-[0-9a-f]{8}$/, ''), ...how].filter((part) => part).join(' ');
}
