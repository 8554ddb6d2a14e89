import type { AmiEvent, ChannelFacts } from '../../pbx/ami/ami-event.ts';
import type { SiteMap } from '../../server/domain/call/site-map.ts';

/** A small company: trunk, six phones, one line. */
export const aSite: SiteMap = {
  country: 'GB',
  areaCode: '20',
  trunks: ['PJSIP/trunk*'],
  inboundContexts: ['from-trunk'],
  lines: [{ key: 'sales', dids: ['+442079460100'], group: 'main', country: 'GB', areaCode: '20' }],
  phones: [1, 2, 3, 4, 5, 6].map((n) => ({ device: `PJSIP/100${n}`, extension: `100${n}` })),
  minTalkMs: 1000,
};

export const aCustomer = '+447700900123';
const firstMoment = 1_795_000_000_000;

/** What a test may say of a channel; the rest is as Asterisk 22 would have it. */
export type ChannelWish = Partial<Omit<ChannelFacts, 'uniqueid'>> & { readonly uniqueid?: string };

/** Writes the events of a PBX in the order Asterisk 22 sends them. `wait` moves its clock. */
export function aStream() {
  const events: AmiEvent[] = [];
  let at = firstMoment;
  let counter = 0;
  let bridges = 0;
  const now = new Map<string, ChannelFacts>();

  function aChannel(wish: ChannelWish): ChannelFacts {
    counter += 1;
    const uniqueid = wish.uniqueid ?? `1795000000.${counter}`;
    const facts: ChannelFacts = {
      channel: `PJSIP/trunk-${counter.toString(16).padStart(8, '0')}`,
      linkedid: uniqueid,
      state: 'Down',
      callerNum: null,
      callerName: null,
      connectedNum: null,
      connectedName: null,
      accountCode: null,
      context: null,
      exten: null,
      vars: {},
      ...wish,
      uniqueid,
    };
    now.set(uniqueid, facts);
    return facts;
  }

  function become(chan: ChannelFacts, change: Partial<ChannelFacts>): ChannelFacts {
    const next = { ...current(chan), ...change };
    now.set(chan.uniqueid, next);
    return next;
  }
  const current = (chan: ChannelFacts) => now.get(chan.uniqueid) ?? chan;
  const add = (event: AmiEvent) => {
    events.push(event);
  };
  const named = (base: string) => `${base}-${(counter + 1).toString(16).padStart(8, '0')}`;

  const stream = {
    events,
    at: () => at,
    current,
    add,
    become,
    wait(ms: number) {
      at += ms;
    },
    newChannel(wish: ChannelWish): ChannelFacts {
      const chan = aChannel(wish);
      add({ event: 'Newchannel', at, chan });
      return chan;
    },
    /** A call from outside arrives. */
    incoming({
      from = aCustomer,
      did = '+442079460100',
      ...wish
    }: ChannelWish & { from?: string | null; did?: string } = {}) {
      const chan = stream.newChannel({
        channel: named('PJSIP/trunk'),
        callerNum: from,
        context: 'from-trunk',
        exten: did,
        state: 'Ring',
        ...wish,
      });
      return chan;
    },
    /** A phone of ours dials. */
    phoneDials(device: string, exten: string): ChannelFacts {
      const number = device.split('/')[1] ?? null;
      const wish = { channel: named(device), callerNum: number, context: 'from-internal', exten, state: 'Ring' };
      return stream.newChannel(wish);
    },
    /** The dialplan or a queue dials a device for `by`. */
    dials(by: ChannelFacts, device: string, wish: ChannelWish & { dialString?: string } = {}): ChannelFacts {
      const { dialString = device.split('/')[1] ?? '', ...rest } = wish;
      const number = device.startsWith('PJSIP/trunk') ? (rest.callerNum ?? null) : (device.split('/')[1] ?? null);
      const dest = stream.newChannel({
        channel: named(device),
        linkedid: current(by).linkedid,
        callerNum: number,
        connectedNum: current(by).callerNum,
        context: 'from-internal',
        exten: 's',
        ...rest,
      });
      add({ event: 'DialBegin', at, chan: current(by), dest, dialString });
      return dest;
    },
    ringing(dest: ChannelFacts, by: ChannelFacts | null = null) {
      const ringing = become(dest, { state: 'Ringing' });
      add({ event: 'Newstate', at, chan: ringing });
      add({ event: 'DialState', at, chan: by === null ? null : current(by), dest: ringing, dialStatus: 'RINGING' });
    },
    up(chan: ChannelFacts) {
      add({ event: 'Newstate', at, chan: become(chan, { state: 'Up' }) });
    },
    dialEnds(by: ChannelFacts | null, dest: ChannelFacts, dialStatus: string) {
      add({
        event: 'DialEnd',
        at,
        chan: by === null ? null : current(by),
        dest: current(dest),
        dialStatus,
        forward: null,
      });
    },
    /** Puts channels into one bridge, and returns its id. */
    bridge(chans: readonly ChannelFacts[], bridgeType = 'basic'): string {
      bridges += 1;
      const bridgeId = `bridge-${bridges}`;
      add({ event: 'BridgeCreate', at, bridgeId, bridgeType });
      for (const chan of chans) stream.enters(chan, bridgeId, bridgeType);
      return bridgeId;
    },
    enters(chan: ChannelFacts, bridgeId: string, bridgeType = 'basic') {
      add({ event: 'BridgeEnter', at, chan: current(chan), bridgeId, bridgeType, technology: 'simple_bridge' });
    },
    leaves(chan: ChannelFacts, bridgeId: string) {
      add({ event: 'BridgeLeave', at, chan: current(chan), bridgeId });
    },
    /** The winner of a dial picks up and is bridged with the caller. */
    answers(by: ChannelFacts, dest: ChannelFacts): string {
      stream.up(dest);
      stream.dialEnds(by, dest, 'ANSWER');
      stream.up(by);
      return stream.bridge([dest, by]);
    },
    hangupRequest(chan: ChannelFacts, cause: number | null = null) {
      add({ event: 'HangupRequest', at, chan: current(chan), cause });
    },
    hangup(chan: ChannelFacts, cause: number | null = 16) {
      add({ event: 'Hangup', at, chan: current(chan), cause, causeText: null, techCause: null });
    },
    /** Both leave, the one who hung up first. */
    talkEnds(bridgeId: string, first: ChannelFacts, second: ChannelFacts) {
      stream.hangupRequest(first);
      stream.leaves(first, bridgeId);
      stream.leaves(second, bridgeId);
      add({ event: 'BridgeDestroy', at, bridgeId });
      stream.hangup(second);
      stream.hangup(first);
    },
    joinsQueue(chan: ChannelFacts, queue: string) {
      add({ event: 'QueueCallerJoin', at, chan: current(chan), queue, position: 1 });
    },
    leavesQueue(chan: ChannelFacts, queue: string, abandoned: boolean) {
      if (abandoned) add({ event: 'QueueCallerAbandon', at, chan: current(chan), queue, holdMs: 0 });
      add({ event: 'QueueCallerLeave', at, chan: current(chan), queue, position: null });
    },
    sets(chan: ChannelFacts, vars: Readonly<Record<string, string>>) {
      become(chan, { vars: { ...current(chan).vars, ...vars } });
    },
  };
  return stream;
}

export type Stream = ReturnType<typeof aStream>;

/** A whole inbound call to some phones; `answeredBy` picks one of them up after `ringMs` and talks for `talkMs`. */
export function aCall({
  from = aCustomer,
  phones = ['PJSIP/1001'],
  answeredBy = null,
  ringMs = 2000,
  talkMs = 30_000,
}: {
  from?: string | null;
  phones?: readonly string[];
  answeredBy?: string | null;
  ringMs?: number;
  talkMs?: number;
} = {}): AmiEvent[] {
  const s = aStream();
  const caller = s.incoming({ from });
  const legs = phones.map((device) => s.dials(caller, device));
  for (const leg of legs) s.ringing(leg, caller);
  s.wait(ringMs);
  const winner = legs.find((leg) => leg.channel.startsWith(`${answeredBy}-`));
  if (winner === undefined) {
    s.hangupRequest(caller, 127);
    for (const leg of legs) {
      s.dialEnds(caller, leg, 'CANCEL');
      s.hangup(leg, 0);
    }
    s.hangup(caller, 127);
    return s.events;
  }
  s.up(winner);
  for (const leg of legs) {
    if (leg === winner) continue;
    s.dialEnds(caller, leg, 'CANCEL');
    s.hangup(leg, 26);
  }
  s.dialEnds(caller, winner, 'ANSWER');
  s.up(caller);
  const bridge = s.bridge([winner, caller]);
  s.wait(talkMs);
  s.talkEnds(bridge, caller, winner);
  return s.events;
}
