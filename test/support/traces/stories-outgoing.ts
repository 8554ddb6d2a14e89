import type { SipCall } from '../sip/call.ts';
import { within } from '../sip/deadline.ts';
import { around, customer, type ExpectedCall, type Story, talkedBy, wait, waitedFrom, zero } from './stage.ts';

function placed(
  direction: 'outbound' | 'internal',
  called: string,
  talkedWith: readonly string[],
  startedAt: number,
  far: SipCall | null,
  near: SipCall,
): ExpectedCall {
  return {
    direction,
    caller: null,
    called,
    line: null,
    outcome: talkedWith.length > 0 ? 'talked' : 'not_answered',
    reason: null,
    talkedWith,
    waitedMs: far ? waitedFrom(startedAt, far) : around((near.endedAt ?? startedAt) - startedAt),
    talkedMs: far ? talkedBy(far) : zero,
    callback: 'none',
  };
}

/** Calls that agents place on their desk phones, to each other and to the outside. */
export const outgoingStories: readonly Story[] = [
  {
    name: 'internal-answered',
    phones: ['1001', '1002'],
    play: async (stage) => {
      const startedAt = Date.now();
      const call = await stage.phone('1001').call('1002');
      const far = await stage.phone('1002').nextCall();
      await wait(1_000);
      far.answer();
      await wait(1_500);
      call.hangup();
      await within(far.ended, 3_000, 'the end');
      return [placed('internal', '1002', ['1002'], startedAt, far, call)];
    },
  },
  {
    name: 'internal-not-answered',
    phones: ['1001', '1002'],
    play: async (stage) => {
      const startedAt = Date.now();
      const call = await stage.phone('1001').call('1002');
      await stage.phone('1002').nextCall();
      await wait(1_500);
      call.hangup();
      await within(call.ended, 3_000, 'the end');
      return [placed('internal', '1002', [], startedAt, null, call)];
    },
  },
  {
    name: 'outgoing-answered',
    phones: ['1001'],
    play: async (stage) => {
      const startedAt = Date.now();
      const call = await stage.phone('1001').call('07700900123');
      const far = await stage.trunk.nextCall();
      await wait(1_000);
      far.answer();
      await wait(2_000);
      far.hangup();
      await within(call.ended, 3_000, 'the end');
      return [placed('outbound', customer, ['1001'], startedAt, far, call)];
    },
  },
  {
    name: 'outgoing-busy',
    phones: ['1001'],
    play: async (stage) => {
      stage.trunk.whenCalled = { reject: 486 };
      const startedAt = Date.now();
      const call = await stage.phone('1001').call('07700900123');
      await within(call.ended, 3_000, 'the end');
      return [placed('outbound', customer, [], startedAt, null, call)];
    },
  },
];
