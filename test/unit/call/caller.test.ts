import { describe, expect, test } from 'vitest';
import { aSite, aStream } from '../../support/ami-builders.ts';
import { factsNamed, factsOf, theCall } from './fold.ts';

function missedFrom(from: string | null, extra: Parameters<ReturnType<typeof aStream>['incoming']>[0] = {}) {
  const s = aStream();
  const caller = s.incoming({ from, ...extra });
  s.wait(1000);
  s.hangup(caller, 127);
  return theCall(s.events);
}

describe('who called', () => {
  test.each([
    ['+447700900123', '+447700900123'],
    ['447700900123', '+447700900123'],
    ['07700900123', '+447700900123'],
    ['00447700900123', '+447700900123'],
  ])('%s is stored in one form', (raw, e164) => {
    expect(missedFrom(raw)).toMatchObject({ caller: e164, callerRaw: raw, withheld: false });
  });

  test.each(['anonymous', 'Anonymous', 'Restricted', 'asterisk', 's', 'unknown', '<unknown>', ''])(
    '%j is a caller who held the number back',
    (raw) => {
      expect(missedFrom(raw)).toMatchObject({ caller: null, callerRaw: null, withheld: true });
    },
  );

  test('no number at all is held back, too', () => {
    expect(missedFrom(null)).toMatchObject({ caller: null, withheld: true });
  });

  test.each(['+315080xxxxx', '00', 'alice', '1002'])('%s is no number, and not held back', (raw) => {
    expect(missedFrom(raw)).toMatchObject({ caller: null, callerRaw: raw, withheld: false });
  });

  test('a number that a trusted trunk tells though the caller held it back is kept nowhere', () => {
    const s = aStream();
    const caller = s.incoming({ from: '+447700900456', callerName: 'Ann' });
    s.sets(caller, { 'CALLERID(PRES)': 'prohib_not_screened' });
    const phone = s.dials(caller, 'PJSIP/1001');
    s.ringing(phone, caller);
    s.hangup(phone, 0);
    s.hangup(caller, 127);
    const facts = factsOf(s.events);
    expect(theCall(s.events)).toMatchObject({ caller: null, callerRaw: null, callerName: null, withheld: true });
    expect(JSON.stringify(factsNamed(facts, 'leg.ringing'))).not.toContain('900456');
  });
});

describe('where the call came in', () => {
  test('a DID from an unknown trunk is inbound, with a warning', () => {
    const call = missedFrom('+447700900123', { channel: 'PJSIP/newcarrier-00000001', context: 'elsewhere' });
    expect(call).toMatchObject({ direction: 'inbound', outcome: 'missed', line: 'sales' });
    expect(call.warnings).toContain('unknown_trunk');
  });

  test('a carrier that presents an extension does not look like a phone of ours', () => {
    expect(missedFrom('1002')).toMatchObject({ direction: 'inbound', outcome: 'missed' });
  });

  test('a trunk named like a phone is told by its context', () => {
    const call = missedFrom('+447700900123', { channel: 'SIP/4420794-00000001', context: 'from-trunk' });
    expect(call.direction).toBe('inbound');
  });

  test('a DID without its plus sign, or told by the dialplan, finds its line', () => {
    expect(missedFrom('+447700900123', { exten: '442079460100' }).line).toBe('sales');
    expect(missedFrom('+447700900123', { exten: 's', vars: { DID: '02079460100' } })).toMatchObject({
      line: 'sales',
      called: '+442079460100',
    });
    expect(missedFrom('+447700900123', { exten: '+442079460177' })).toMatchObject({ line: null });
  });

  test('numbers without a country are read with the country of the line', () => {
    const line = { key: 'tbilisi', dids: ['+995322000000'], group: 'main', country: 'GE', areaCode: null };
    const s = aStream();
    const caller = s.incoming({ from: '0322123456', did: '+995322000000' });
    s.hangup(caller, 127);
    expect(theCall(s.events, { ...aSite, lines: [line] })).toMatchObject({ caller: '+995322123456', line: 'tbilisi' });
  });
});
