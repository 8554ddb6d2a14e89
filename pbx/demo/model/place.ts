import type { DemoLine } from '../demo-site.ts';
import { type Call, internalContext, type Party, type Pbx, type Step, trunkOf } from './call.ts';
import { beginCall, proceed, record } from './flow.ts';
import type { Phone } from './phones.ts';

const groupRingMs = 25_000;
const queueWaitMs = 75_000;

/** What the dialplan does with a call on a line: its queue, or a ring group of the phones that serve it. */
export function stepsOf(pbx: Pbx, line: DemoLine): Step[] {
  if (line.queue !== undefined) return [{ do: 'queue', queue: line.queue, waitMs: queueWaitMs }];
  const devices = ringGroupOf(pbx);
  return [{ do: 'dial', targets: devices.map((device) => ({ kind: 'phone', device })), ringMs: groupRingMs }];
}

/** Lines without a queue ring the first and the last two phones. */
export function ringGroupOf(pbx: Pbx): string[] {
  const devices = pbx.phones.all().map(({ device }) => device);
  return [...new Set([...devices.slice(0, 1), ...devices.slice(-2)])];
}

/** One phone, for a while. */
export function ringPhone(device: string, ringMs: number): Step {
  return { do: 'dial', targets: [{ kind: 'phone', device }], ringMs };
}

/** A customer calls one of our numbers. `planned` is told before anything rings. */
export function placeInbound(
  pbx: Pbx,
  caller: Party,
  line: DemoLine,
  steps: readonly Step[],
  planned: (call: Call) => void,
): Call {
  const did = line.dids[0] ?? 's';
  const origin = pbx.exchange.open({
    device: trunkOf(pbx.site),
    state: 'Ring',
    context: pbx.site.pbx.inboundContexts[0] ?? 'from-trunk',
    exten: did,
    callerNum: caller.withheld ? 'anonymous' : caller.number,
    callerName: caller.withheld ? 'Anonymous' : caller.name,
  });
  // The privacy of a caller shows only after the Newchannel (Asterisk 22).
  if (caller.withheld) origin.vars.set('CALLERID(pres)', 'prohib_not_screened');
  const call = beginCall(pbx, { kind: 'inbound', origin, party: caller, line, steps });
  planned(call);
  pbx.exchange.setVar(origin, 'DID', did);
  record(pbx, call);
  proceed(pbx, call);
  return call;
}

/** Somebody dials a colleague's extension on his phone. */
export function placeInternal(pbx: Pbx, from: Phone, to: Phone, planned: (call: Call) => void): Call {
  const origin = openPhone(pbx, from, to.extension);
  const party: Party = { number: to.extension, name: to.name, withheld: false };
  const steps = [ringPhone(to.device, groupRingMs)];
  const call = beginCall(pbx, { kind: 'internal', origin, party, line: null, steps });
  planned(call);
  proceed(pbx, call);
  return call;
}

/** Somebody dials an outside number on his desk phone. */
export function placeOutgoing(pbx: Pbx, from: Phone, party: Party, planned: (call: Call) => void): Call {
  const number = party.number ?? '';
  const origin = openPhone(pbx, from, number);
  const steps: Step[] = [{ do: 'dial', targets: [{ kind: 'outside', number }], ringMs: 30_000 }];
  const call = beginCall(pbx, { kind: 'outbound', origin, party, line: null, steps });
  planned(call);
  // The dialplan shows the company's number outside; from here on only the channel's name tells who dialled.
  pbx.exchange.setCallerId(origin, companyNumber(pbx), from.name);
  record(pbx, call);
  proceed(pbx, call);
  return call;
}

/** The number that the company shows when it calls. */
export function companyNumber(pbx: Pbx): string {
  return pbx.site.lines[0]?.dids[0] ?? '';
}

function openPhone(pbx: Pbx, phone: Phone, exten: string) {
  return pbx.exchange.open({
    device: phone.device,
    state: 'Ring',
    context: internalContext,
    exten,
    callerNum: phone.extension,
    callerName: phone.name,
  });
}
