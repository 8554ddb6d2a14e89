import { describe, expect, test } from 'vitest';
import type { ChannelFacts } from '../../../pbx/ami/ami-event.ts';
import { aCustomer, aStream } from '../../support/ami-builders.ts';
import { factsNamed, factsOf, recordsOf, theCall } from './fold.ts';

function talking() {
  const s = aStream();
  const caller = s.incoming();
  const anna = s.dials(caller, 'PJSIP/1001');
  s.ringing(anna, caller);
  s.wait(2000);
  const bridge = s.answers(caller, anna);
  s.wait(10_000);
  return { s, caller, anna, bridge };
}

function blind({ s, caller, anna, bridge }: ReturnType<typeof talking>, exten = '1002'): void {
  const facts = { transferer: s.current(anna), transferee: s.current(caller), context: 'from-internal', exten };
  s.add({ event: 'BlindTransfer', at: s.at(), result: 'Success', ...facts });
  s.leaves(anna, bridge);
  s.leaves(caller, bridge);
  s.hangup(anna, 16);
}

describe('a blind transfer', () => {
  test('to a phone that answers is one talked call with both', () => {
    const it = talking();
    blind(it);
    const boris = it.s.dials(it.caller, 'PJSIP/1002');
    it.s.ringing(boris, it.caller);
    it.s.wait(3000);
    const second = it.s.answers(it.caller, boris);
    it.s.wait(5000);
    it.s.talkEnds(second, it.caller, boris);
    expect(theCall(it.s.events)).toMatchObject({
      outcome: 'talked',
      talkedMs: 15_000,
      waitedMs: 2000,
      talks: [{ party: '1001' }, { party: '1002' }],
    });
  });

  test('that nobody takes is a lost customer, though somebody had talked', () => {
    const it = talking();
    blind(it);
    const boris = it.s.dials(it.caller, 'PJSIP/1002');
    it.s.ringing(boris, it.caller);
    it.s.wait(9000);
    it.s.dialEnds(it.caller, boris, 'NOANSWER');
    it.s.hangup(boris, 0);
    it.s.hangup(it.caller, 16);
    expect(theCall(it.s.events)).toMatchObject({ outcome: 'missed', reason: 'lost_in_transfer', talkedMs: 10_000 });
  });

  test('into nowhere is a lost customer, too', () => {
    const it = talking();
    blind(it, '999999');
    it.s.hangup(it.caller, 16);
    expect(theCall(it.s.events)).toMatchObject({ outcome: 'missed', reason: 'lost_in_transfer' });
  });

  test('is noticed without its own event, when the PBX rings the next phone', () => {
    const { s, caller, anna, bridge } = talking();
    s.leaves(anna, bridge);
    s.leaves(caller, bridge);
    s.hangup(anna, 16);
    const boris = s.dials(caller, 'PJSIP/1002');
    s.ringing(boris, caller);
    s.hangup(boris, 0);
    s.hangup(caller, 16);
    expect(theCall(s.events).reason).toBe('lost_in_transfer');
  });
});

function consultation(s: ReturnType<typeof aStream>): { second: ChannelFacts; boris: ChannelFacts; bridge: string } {
  const second = s.phoneDials('PJSIP/1001', '1002');
  const boris = s.dials(second, 'PJSIP/1002');
  s.ringing(boris, second);
  s.wait(1000);
  const bridge = s.answers(second, boris);
  s.wait(4000);
  return { second, boris, bridge };
}

describe('an attended transfer', () => {
  function transferred() {
    const it = talking();
    const { s, caller, anna, bridge } = it;
    const side = consultation(s);
    s.leaves(side.boris, side.bridge);
    s.leaves(anna, bridge);
    s.become(side.boris, { linkedid: caller.linkedid });
    s.enters(side.boris, bridge);
    s.add({
      event: 'AttendedTransfer',
      at: s.at(),
      result: 'Success',
      origTransferer: s.current(anna),
      secondTransferer: s.current(side.second),
      transferee: s.current(caller),
      target: s.current(side.boris),
      destType: 'Bridge',
      destBridgeId: bridge,
    });
    s.leaves(side.second, side.bridge);
    s.hangup(anna, 16);
    s.hangup(side.second, 16);
    s.wait(6000);
    s.talkEnds(bridge, caller, side.boris);
    return { s, caller, second: side.second };
  }

  test('makes one call of two linkedids; the consultation is not the customer’s talk', () => {
    const { s, caller, second } = transferred();
    const records = recordsOf(s.events);
    expect(records).toHaveLength(1);
    expect(records[0]).toMatchObject({
      linkedid: caller.linkedid,
      linkedids: [caller.linkedid, second.linkedid],
      direction: 'inbound',
      caller: aCustomer,
      outcome: 'talked',
      talks: [{ party: '1001' }, { party: '1002' }],
      talkedMs: 21_000,
    });
  });

  test('tells those who watch that the two calls are one now', () => {
    const { s, caller, second } = transferred();
    expect(factsNamed(factsOf(s.events), 'call.merged')).toMatchObject([
      { from: `pbx:${second.linkedid}`, call: { id: `pbx:${caller.linkedid}` } },
    ]);
  });
});

describe('a pickup code', () => {
  test('brings the customer to the one who dialled it; the phone that rang lost the call', () => {
    const s = aStream();
    const caller = s.incoming();
    const anna = s.dials(caller, 'PJSIP/1001');
    s.ringing(anna, caller);
    s.wait(3000);
    const boris = s.phoneDials('PJSIP/1002', '*8');
    s.add({ event: 'Pickup', at: s.at(), chan: s.current(boris), target: s.current(anna) });
    s.up(boris);
    s.dialEnds(caller, boris, 'ANSWER');
    s.hangup(anna, 26);
    s.up(caller);
    const bridge = s.bridge([boris, caller]);
    s.become(boris, { linkedid: caller.linkedid });
    s.wait(5000);
    s.talkEnds(bridge, caller, boris);
    expect(theCall(s.events)).toMatchObject({
      linkedid: caller.linkedid,
      direction: 'inbound',
      outcome: 'talked',
      waitedMs: 3000,
      talks: [{ party: '1002' }],
      offers: [{ device: 'PJSIP/1001', result: 'lost' }],
    });
    expect(factsNamed(factsOf(s.events), 'leg.stopped')).toMatchObject([
      { device: 'PJSIP/1001', why: 'answered_elsewhere', by: { device: 'PJSIP/1002', extension: '1002' } },
    ]);
  });
});

describe('a parked caller', () => {
  test('who gives up is lost', () => {
    const { s, caller, anna, bridge } = talking();
    s.leaves(caller, bridge);
    s.leaves(anna, bridge);
    s.bridge([caller], 'holding');
    s.add({ event: 'ParkedCall', at: s.at(), parkee: s.current(caller), space: '701' });
    s.hangup(anna, 16);
    s.wait(20_000);
    s.add({ event: 'ParkedCallGiveUp', at: s.at(), parkee: s.current(caller) });
    s.hangup(caller, 16);
    expect(theCall(s.events)).toMatchObject({ reason: 'lost_in_transfer', talkedMs: 10_000 });
  });

  test('who is fetched goes on as the same call, though its events name the old linkedid at first', () => {
    const { s, caller, anna, bridge } = talking();
    s.leaves(caller, bridge);
    s.leaves(anna, bridge);
    s.bridge([caller], 'holding');
    s.add({ event: 'ParkedCall', at: s.at(), parkee: s.current(caller), space: '701' });
    s.hangup(anna, 16);
    s.wait(20_000);
    const boris = s.phoneDials('PJSIP/1002', '701');
    s.up(boris);
    const second = s.bridge([boris, caller]);
    s.wait(6000);
    s.leaves(caller, second);
    s.leaves(boris, second);
    s.hangup(boris, 16);
    s.hangup(caller, 16);
    expect(theCall(s.events)).toMatchObject({
      direction: 'inbound',
      outcome: 'talked',
      linkedids: [caller.linkedid, boris.linkedid],
      talks: [{ party: '1001' }, { party: '1002' }],
      talkedMs: 16_000,
    });
  });
});

describe('two people who are re-bridged', () => {
  test('within a moment have one talk; after a real pause two', () => {
    const gap = (ms: number) => {
      const { s, caller, anna, bridge } = talking();
      s.leaves(anna, bridge);
      s.leaves(caller, bridge);
      s.up(caller);
      s.wait(ms);
      const again = s.bridge([anna, caller]);
      s.wait(5000);
      s.talkEnds(again, caller, anna);
      return theCall(s.events).talks.length;
    };
    expect([gap(300), gap(8000)]).toEqual([1, 2]);
  });
});

describe('two callers whom an agent joins', () => {
  function joined() {
    const { s, caller, anna, bridge } = talking();
    const other = s.incoming({ callerNum: '+447700900321' });
    const second = s.dials(other, 'PJSIP/1001');
    s.ringing(second, other);
    s.wait(1000);
    const side = s.answers(other, second);
    s.wait(4000);
    s.leaves(caller, bridge);
    s.leaves(second, side);
    s.become(other, { linkedid: caller.linkedid });
    s.enters(caller, side);
    s.add({
      event: 'AttendedTransfer',
      at: s.at(),
      result: 'Success',
      origTransferer: s.current(anna),
      secondTransferer: s.current(second),
      transferee: s.current(caller),
      target: s.current(other),
      destType: 'Bridge',
      destBridgeId: side,
    });
    s.leaves(anna, bridge);
    s.hangup(anna, 16);
    s.hangup(second, 16);
    s.wait(6000);
    return { s, caller, other, side };
  }

  test('are two calls, each talked with that agent and with nobody else of ours', () => {
    const { s, caller, other, side } = joined();
    s.talkEnds(side, caller, other);
    const records = recordsOf(s.events);
    expect(records).toMatchObject([
      {
        linkedid: caller.linkedid,
        linkedids: [caller.linkedid],
        caller: aCustomer,
        outcome: 'talked',
        talkedMs: 15_000,
      },
      {
        linkedid: other.uniqueid,
        linkedids: [other.uniqueid],
        caller: '+447700900321',
        outcome: 'talked',
        talkedMs: 4000,
      },
    ]);
    expect(records.map(({ offers }) => offers.length)).toEqual([1, 1]);
    const legs = records.flatMap((record) => record.legs.map(({ uniqueid }) => uniqueid));
    expect(new Set(legs).size).toBe(legs.length);
  });

  test('are judged apart: the one who is handed on and lost is owed a call, the other has talked', () => {
    const { s, caller, other, side } = joined();
    const transferer = s.current(caller);
    s.add({
      event: 'BlindTransfer',
      at: s.at(),
      result: 'Success',
      transferer,
      transferee: s.current(other),
      context: 'from-internal',
      exten: '1009',
    });
    s.leaves(other, side);
    s.leaves(caller, side);
    s.hangup(other, 16);
    s.hangup(caller, 16);
    expect(recordsOf(s.events).map(({ caller: number, outcome, reason }) => [number, outcome, reason])).toEqual([
      [aCustomer, 'talked', null],
      ['+447700900321', 'missed', 'lost_in_transfer'],
    ]);
  });
});
