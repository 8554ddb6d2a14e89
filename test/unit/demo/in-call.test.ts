import { describe, expect, test } from 'vitest';
import { beginConsult, cancelConsult, completeConsult, swapConsult } from '../../../pbx/demo/model/consult.ts';
import { muteRecording } from '../../../pbx/demo/model/flow.ts';
import { aTown } from './town.ts';

/** The visitor talks on 1001 with a customer who called in. */
function aTalk() {
  const town = aTown();
  const { id } = town.control.placeCall({ caller: 'known', line: 'orders', device: 'PJSIP/1001' });
  town.control.pickUp('PJSIP/1001');
  town.time.pass(5_000);
  const call = town.pbx.calls.get(id);
  const agent = call?.peer;
  if (call === undefined || !agent) throw new Error('Nobody talks');
  return { town, call, agent };
}

describe('the visitor asks a colleague before he hands the call on', () => {
  test('who picks up, takes the customer over and talks on', () => {
    const { town, call, agent } = aTalk();
    expect(beginConsult(town.pbx, call, agent, '1002')).toBe(true);
    expect(town.control.phone('PJSIP/1002')?.state).toBe('RINGING');
    town.time.pass(6_000);
    expect(call.consult?.bridge?.channels.map(({ device }) => device)).toEqual(['PJSIP/1002', 'PJSIP/1001']);
    completeConsult(town.pbx, call);
    expect(call.peer?.device).toBe('PJSIP/1002');
    expect(call.bridge?.channels.map(({ device }) => device)).toEqual(['PJSIP/trunk', 'PJSIP/1002']);
    expect(agent.gone).toBe(true);
    town.time.pass(3_000);
    expect(town.control.hangUp(call.id)).toBe(true);
    expect(town.pbx.exchange.channels.size).toBe(0);
    expect(town.pbx.exchange.bridges.size).toBe(0);
  });

  test('changes sides and comes back alone', () => {
    const { town, call, agent } = aTalk();
    beginConsult(town.pbx, call, agent, '1002');
    town.time.pass(6_000);
    swapConsult(town.pbx, call);
    expect(agent.bridge).toBe(call.bridge);
    swapConsult(town.pbx, call);
    expect(agent.bridge).toBe(call.consult?.bridge);
    cancelConsult(town.pbx, call);
    expect(agent.bridge).toBe(call.bridge);
    expect(town.control.phone('PJSIP/1002')?.state).toBe('NOT_INUSE');
    expect(town.control.putDown('PJSIP/1001')).toBe(true);
    expect(town.pbx.exchange.channels.size).toBe(0);
  });

  test('a customer who hangs up meanwhile leaves nobody behind', () => {
    const { town, call, agent } = aTalk();
    beginConsult(town.pbx, call, agent, '1002');
    town.time.pass(1_000);
    expect(town.control.hangUp(call.id)).toBe(true);
    expect(town.pbx.exchange.channels.size).toBe(0);
    expect(town.pbx.exchange.bridges.size).toBe(0);
  });
});

test('a paused recording holds silence for that time of the talk', () => {
  const { town, call } = aTalk();
  muteRecording(town.pbx, call, true);
  muteRecording(town.pbx, call, true);
  town.time.pass(2_000);
  muteRecording(town.pbx, call, false);
  expect(call.silences).toEqual([{ from: 5_000, to: 7_000 }]);
});
