import { describe, expect, test } from 'vitest';
import { aTown, start } from './town.ts';

describe('the visitor plays his phone', () => {
  test('places a call, sees it ring, picks up, talks, puts down', () => {
    const town = aTown();
    const { id } = town.control.placeCall({ caller: 'known', line: 'orders', device: 'PJSIP/1001' });
    expect(town.control.list()[0]?.contact).toEqual(expect.any(String));
    expect(town.control.phone('PJSIP/1001')).toMatchObject({
      extension: '1001',
      name: 'Anna Keller',
      state: 'RINGING',
      ringing: { id, line: 'orders', ringing: ['PJSIP/1001'], startedAt: start },
      talking: null,
    });
    town.time.pass(4_000);
    expect(town.control.pickUp('PJSIP/1001')).toBe(true);
    expect(town.control.phone('PJSIP/1001')).toMatchObject({
      state: 'INUSE',
      ringing: null,
      talking: { id, phase: 'talking', talking: ['PJSIP/1001'], talkingSince: start + 4_000 },
    });
    town.time.pass(12_000);
    expect(town.control.putDown('PJSIP/1001')).toBe(true);
    expect(town.control.list()).toEqual([]);
    expect(town.recorded).toMatchObject([{ talkedMs: 12_000 }]);
  });

  test('nobody takes a call he placed away from him; unanswered it is missed', () => {
    const town = aTown();
    const { id } = town.control.placeCall({ caller: 'unknown', line: 'sales' });
    town.time.pass(60_000);
    expect(town.control.list()).toMatchObject([{ id, phase: 'ringing', line: 'sales' }]);
    town.time.pass(60_000);
    expect(town.control.list()).toEqual([]);
    expect(town.recorded).toMatchObject([{ talkedMs: 0 }]);
  });

  test('answers as a colleague, who is named, or as himself, who is not', () => {
    const town = aTown();
    const first = town.control.placeCall({ caller: 'known', line: 'sales' });
    expect(town.control.answer(first.id, 'PJSIP/1002')).toBe(true);
    expect(town.control.list()).toMatchObject([{ talking: ['PJSIP/1002'] }]);
    const second = town.control.placeCall({ caller: 'known', line: 'sales' });
    expect(town.control.answer(second.id)).toBe(true);
    expect(town.control.phone('PJSIP/1001')?.talking?.id).toBe(second.id);
    expect(town.control.answer('nobody')).toBe(false);
    expect(town.control.answer(first.id, 'PJSIP/1003')).toBe(false);
  });

  test('the caller gives up, ringing or talking', () => {
    const town = aTown();
    const { id } = town.control.placeCall({ caller: 'withheld' });
    expect(town.control.list()).toMatchObject([{ withheld: true, number: null }]);
    expect(town.control.hangUp(id)).toBe(true);
    expect(town.control.hangUp(id)).toBe(false);
    const talk = town.control.placeCall({ caller: 'known', line: 'support', device: 'PJSIP/1001' });
    town.control.pickUp('PJSIP/1001');
    town.time.pass(3_000);
    expect(town.control.hangUp(talk.id)).toBe(true);
    expect(town.story(['HangupRequest']).at(-1)).toBe('HangupRequest PJSIP/trunk 16');
  });

  test('dials out, and gives up or is answered', () => {
    const town = aTown();
    const first = town.control.dial('PJSIP/1001', '+441144960109');
    expect(town.control.phone('PJSIP/1001')?.calling?.id).toBe(first?.id);
    expect(town.control.dial('PJSIP/1001', '+441614960101')).toBeNull();
    expect(town.control.putDown('PJSIP/1001')).toBe(true);
    const second = town.control.dial('PJSIP/1001', '+441614960101');
    town.time.pass(10_000);
    expect(town.control.phone('PJSIP/1001')?.talking?.id).toBe(second?.id);
    expect(town.control.dial('PJSIP/1001', '1;drop')).toBeNull();
  });

  test('a verb without its object says so and does nothing', () => {
    const town = aTown();
    expect([
      town.control.pickUp('PJSIP/1001'),
      town.control.putDown('PJSIP/1001'),
      town.control.decline('PJSIP/1001'),
      town.control.setPhone('PJSIP/9999', 'busy'),
    ]).toEqual([false, false, false, false]);
    expect(town.control.phone('PJSIP/9999')).toBeNull();
    expect(town.control.phones()).toHaveLength(6);
    expect(town.events).toEqual([]);
  });

  test('a seated phone is left to its visitor too', () => {
    const town = aTown(9);
    town.control.seat(['PJSIP/1002']);
    town.watched();
    town.time.pass(2 * 3_600_000);
    const answered = town.story(['BridgeEnter']);
    expect(answered).not.toContain('BridgeEnter PJSIP/1001');
    expect(answered).not.toContain('BridgeEnter PJSIP/1002');
    expect(town.story(['DialBegin']).filter((line) => line === 'DialBegin PJSIP/1002').length).toBeGreaterThan(20);
  });
});
