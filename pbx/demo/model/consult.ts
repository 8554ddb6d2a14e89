import { type Application, type Call, later, type Pbx, type Ring } from './call.ts';
import { bridgeSnapshot, type Channel, snapshot } from './channel.ts';
import { agentOf, blindTransfer, handedOver } from './flow.ts';
import { closeCdr, openLeg } from './leg.ts';
import { ringPhone } from './place.ts';

const ringMs = 15_000;

/** The agent asks a colleague while the customer hears music: Atxfer. False when the colleague's phone is not there. */
export function beginConsult(pbx: Pbx, call: Call, agent: Channel, exten: string): boolean {
  const { exchange } = pbx;
  const phone = pbx.phones.byExtension(exten);
  if (call.phase !== 'talking' || call.bridge === null || call.consult !== null || phone === undefined) return false;
  const ring = openLeg(pbx, call, { kind: 'phone', device: phone.device });
  if (ring === null) return false;
  hold(pbx, agent, true);
  exchange.leave(call.bridge, agent);
  call.consult = { agent, leg: ring.leg, exten, bridge: null };
  call.app = askColleague(pbx, call, ring);
  exchange.dialBegin(agent, ring.leg, exten);
  call.app.alert(ring);
  pbx.people.offered(ring);
  later(pbx, call, ringMs, () => {
    if (call.consult?.leg === ring.leg && !ring.over) cancelConsult(pbx, call);
  });
  return true;
}

/** What runs while the colleague's phone rings. */
function askColleague(pbx: Pbx, call: Call, ring: Ring): Application {
  const { exchange } = pbx;
  return {
    kind: 'dial',
    rings: [ring],
    begin() {},
    alert({ leg }) {
      exchange.setState(leg, 'Ringing');
      exchange.dialState(call.consult?.agent ?? null, leg, 'RINGING');
    },
    answer({ leg }) {
      const { consult } = call;
      if (ring.over || consult === null) return;
      ring.over = true;
      call.app = null;
      exchange.setState(leg, 'Up');
      exchange.dialEnd(consult.agent, leg, 'ANSWER');
      consult.bridge = exchange.join([leg, consult.agent]);
    },
    refuse() {
      if (!ring.over) cancelConsult(pbx, call);
    },
    cancel() {
      if (!ring.over) cancelConsult(pbx, call);
    },
  };
}

/** The colleague is let go and the agent is back with the customer: CancelAtxfer, or nobody picked up. */
export function cancelConsult(pbx: Pbx, call: Call): void {
  const { consult } = call;
  if (consult === null) return;
  const { agent, leg, bridge } = consult;
  const rang = call.app?.rings.find((ring) => ring.leg === leg && !ring.over);
  call.consult = null;
  call.app = null;
  if (rang !== undefined) {
    rang.over = true;
    pbx.exchange.dialEnd(agent, leg, 'CANCEL');
  }
  toCustomer(pbx, call, agent);
  if (bridge !== null) pbx.exchange.part(bridge, leg);
  closeCdr(pbx, call, leg, bridge === null ? 'NO ANSWER' : 'ANSWERED');
  pbx.exchange.hangup(leg, 16);
}

/** The agent changes sides: `atxferswap`. */
export function swapConsult(pbx: Pbx, call: Call): void {
  const { consult } = call;
  if (consult === null || consult.bridge === null || call.bridge === null) return;
  const { agent, bridge } = consult;
  if (agent.bridge === call.bridge) {
    pbx.exchange.leave(call.bridge, agent);
    hold(pbx, agent, true);
    pbx.exchange.enter(bridge, agent);
  } else toCustomer(pbx, call, agent);
}

function toCustomer(pbx: Pbx, call: Call, agent: Channel): void {
  if (call.bridge === null || agent.bridge === call.bridge) return;
  if (agent.bridge !== null) pbx.exchange.leave(agent.bridge, agent);
  pbx.exchange.enter(call.bridge, agent);
  hold(pbx, agent, false);
}

/** Whoever consults hangs up: the colleague has the customer. While the colleague's phone still rings it is a blind hand-over. */
export function completeConsult(pbx: Pbx, call: Call): void {
  const { consult, bridge } = call;
  if (consult === null || bridge === null) return;
  const { agent, leg, exten } = consult;
  if (consult.bridge === null) {
    cancelConsult(pbx, call);
    agentIsPeer(call, agent);
    const phone = pbx.phones.byExtension(exten);
    if (phone !== undefined) blindTransfer(pbx, call, exten, [ringPhone(phone.device, 25_000)]);
    return;
  }
  call.consult = null;
  const customer = call.peer === agent ? call.origin : call.peer;
  pbx.exchange.part(consult.bridge, agent);
  if (agent.bridge === bridge) pbx.exchange.leave(bridge, agent);
  pbx.exchange.emit('call', 'AttendedTransfer', [
    ['Result', 'Success'],
    ...snapshot(agent, 'OrigTransferer'),
    ...bridgeSnapshot(bridge).map(([name, value]) => [`Orig${name}`, value] as const),
    ...snapshot(agent, 'SecondTransferer'),
    ...(customer === null ? [] : snapshot(customer, 'Transferee')),
    ...snapshot(leg, 'TransferTarget'),
    ['IsExternal', 'No'],
    ['DestType', 'Bridge'],
    ['DestBridgeUniqueid', bridge.id],
  ]);
  pbx.exchange.enter(bridge, leg);
  handedOver(pbx, call, agent, leg);
}

/** The transfer verbs know the agent as the one who was rung. */
export function agentIsPeer(call: Call, agent: Channel): void {
  if (call.origin !== agent || call.peer === null) return;
  call.origin = call.peer;
  call.peer = agent;
}

/** A phone puts the other side on hold, or takes it back. */
export function hold(pbx: Pbx, channel: Channel, on: boolean): void {
  if (channel.held === on) return;
  channel.held = on;
  pbx.exchange.emit('call', on ? 'Hold' : 'Unhold', snapshot(channel));
}

/** The live call and the agent's channel of it, by name or Uniqueid. */
export function talkOfAgent(pbx: Pbx, nameOrUniqueid: string): { call: Call; agent: Channel } | null {
  const agent = pbx.exchange.find(nameOrUniqueid);
  const call = agent === undefined ? undefined : pbx.calls.get(agent.linkedid);
  return agent === undefined || call === undefined || call.phase !== 'talking' || !agentOf(pbx, call, agent)
    ? null
    : { call, agent };
}
