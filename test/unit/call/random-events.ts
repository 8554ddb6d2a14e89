import fc from 'fast-check';
import type { AmiEvent, ChannelFacts } from '../../../pbx/ami/ami-event.ts';

const names = [
  'PJSIP/trunk',
  'PJSIP/1001',
  'PJSIP/1002',
  'PJSIP/stranger',
  'Local/1003@q',
  'Message/ast_msg_queue',
  '',
];

/** A handful of channels in a handful of calls, so that events meet. */
const aChannel: fc.Arbitrary<ChannelFacts> = fc
  .record({
    n: fc.integer({ min: 1, max: 7 }),
    call: fc.integer({ min: 1, max: 4 }),
    state: fc.constantFrom('Down', 'Ring', 'Ringing', 'Up', 'Busy', ''),
    exten: fc.constantFrom(null, 's', '+442079460100', '1002', '*8', '07700900123'),
    callerNum: fc.constantFrom(null, '+447700900123', 'anonymous', '1001', '<script>'),
    vars: fc.constantFrom({}, { QUEUESTATUS: 'TIMEOUT' }, { VMSTATUS: 'SUCCESS' }, { RB_ATTEMPT: 'a-1' }, { DID: '' }),
  })
  .map(({ n, call, state, exten, callerNum, vars }) => ({
    channel: `${names[n % names.length]}-0000000${n}${names[n % names.length]?.startsWith('Local') ? `;${(n % 2) + 1}` : ''}`,
    uniqueid: `1795000000.${n}`,
    linkedid: `1795000000.${call}`,
    state,
    callerNum,
    callerName: null,
    connectedNum: null,
    connectedName: null,
    accountCode: null,
    context: n % 2 === 0 ? 'from-trunk' : 'from-internal',
    exten,
    vars,
  }));

const at = fc.integer({ min: 0, max: 100_000 });
const bridgeId = fc.constantFrom('b1', 'b2', 'b3');
const bridgeType = fc.constantFrom('basic', 'holding', 'base', '');
const cause = fc.constantFrom(null, 0, 1, 3, 16, 17, 19, 20, 21, 26, 38, 127);
const status = fc.constantFrom('ANSWER', 'CANCEL', 'NOANSWER', 'BUSY', 'CHANUNAVAIL', 'RINGING', '');
const maybe = fc.option(aChannel, { nil: null });
const queue = fc.constantFrom('sales', 'support');
const named = <T extends string>(...events: T[]) => fc.constantFrom(...events);

/** Any event, sensible or not. */
export const anEvent: fc.Arbitrary<AmiEvent> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      event: named('Newchannel', 'NewConnectedLine', 'Newstate', 'MixMonitorStart', 'Hold'),
      at,
      chan: aChannel,
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      event: named('Hangup'),
      at,
      chan: aChannel,
      cause,
      causeText: fc.constant(null),
      techCause: fc.constant(null),
    }),
  },
  fc.record({ event: named('HangupRequest'), at, chan: aChannel, cause }),
  fc.record({
    event: named('NewCallerid'),
    at,
    chan: aChannel,
    presentation: fc.constantFrom(null, '35 (Prohibited)'),
  }),
  {
    weight: 3,
    arbitrary: fc.record({
      event: named('DialBegin'),
      at,
      chan: maybe,
      dest: aChannel,
      dialString: fc.constantFrom(null, '+4477@trunk'),
    }),
  },
  fc.record({ event: named('DialState'), at, chan: maybe, dest: aChannel, dialStatus: status }),
  {
    weight: 3,
    arbitrary: fc.record({
      event: named('DialEnd'),
      at,
      chan: maybe,
      dest: aChannel,
      dialStatus: status,
      forward: fc.constant(null),
    }),
  },
  {
    weight: 6,
    arbitrary: fc.record({
      event: named('BridgeEnter'),
      at,
      chan: aChannel,
      bridgeId,
      bridgeType,
      technology: fc.constant(null),
    }),
  },
  { weight: 3, arbitrary: fc.record({ event: named('BridgeLeave'), at, chan: aChannel, bridgeId }) },
  fc.record({ event: named('BridgeCreate'), at, bridgeId, bridgeType }),
  fc.record({ event: named('BridgeDestroy'), at, bridgeId }),
  fc.record({ event: named('BridgeMerge'), at, fromBridgeId: bridgeId, toBridgeId: bridgeId }),
  fc.record({ event: named('LocalBridge', 'LocalOptimizationEnd'), at, one: aChannel, two: aChannel }),
  fc.record({ event: named('Pickup'), at, chan: aChannel, target: aChannel }),
  fc.record({ event: named('ParkedCall'), at, parkee: aChannel, space: fc.constant(null) }),
  fc.record({ event: named('UnParkedCall'), at, parkee: aChannel, retriever: maybe }),
  fc.record({
    event: named('BlindTransfer'),
    at,
    result: fc.constantFrom('Success', 'Fail'),
    transferer: aChannel,
    transferee: maybe,
    context: fc.constant(null),
    exten: fc.constant(null),
  }),
  fc.record({
    event: named('AttendedTransfer'),
    at,
    result: fc.constantFrom('Success', 'Fail'),
    origTransferer: aChannel,
    secondTransferer: aChannel,
    transferee: maybe,
    target: maybe,
    destType: fc.constant('Bridge'),
    destBridgeId: fc.constant(null),
  }),
  fc.record({
    event: named('QueueCallerJoin', 'QueueCallerLeave'),
    at,
    chan: aChannel,
    queue,
    position: fc.constant(null),
  }),
  fc.record({ event: named('QueueCallerAbandon'), at, chan: aChannel, queue, holdMs: fc.constant(null) }),
  fc.record({
    event: named('VarSet'),
    at,
    chan: aChannel,
    variable: fc.constantFrom('RB_ATTEMPT', 'RB_RESULT', 'MIXMONITOR_FILENAME'),
    value: fc.constantFrom('', 'x', 'refused_late'),
  }),
  fc.record({ event: named('Shutdown'), at }),
);
