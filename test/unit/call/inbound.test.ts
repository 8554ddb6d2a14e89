import { describe, expect, test } from 'vitest';
import { aCall, aCustomer, aStream } from '../../support/ami-builders.ts';
import { factsNamed, factsOf, recordsOf, theCall } from './fold.ts';

describe('a call answered by one phone', () => {
  const events = aCall({ answeredBy: 'PJSIP/1001', ringMs: 3000, talkMs: 20_000 });

  test('is talked, with waiting and talking told apart', () => {
    expect(theCall(events)).toMatchObject({
      direction: 'inbound',
      caller: aCustomer,
      called: '+442079460100',
      line: 'sales',
      outcome: 'talked',
      reason: null,
      waitedMs: 3000,
      talkedMs: 20_000,
      talks: [{ device: 'PJSIP/1001', party: '1001' }],
      offers: [{ device: 'PJSIP/1001', result: 'answered' }],
    });
  });

  test('tells the desk in order: started, ringing, stopped, talking, talk ended, ended', () => {
    expect(factsOf(events).map(({ type }) => type)).toEqual([
      'call.started',
      'leg.ringing',
      'leg.stopped',
      'call.talking',
      'call.talk_ended',
      'call.ended',
    ]);
  });

  test('shows the caller and the line on the card', () => {
    expect(factsNamed(factsOf(events), 'leg.ringing')).toMatchObject([
      {
        device: 'PJSIP/1001',
        extension: '1001',
        how: 'ringing',
        call: { number: aCustomer, line: 'sales', state: 'ringing' },
      },
    ]);
  });
});

describe('a ring group of thirty answered by one', () => {
  const phones = Array.from({ length: 30 }, (_, n) => `PJSIP/${1001 + n}`);
  const events = aCall({ phones, answeredBy: 'PJSIP/1007' });

  test('is one call, talked; the other phones lost the race and nobody missed anything', () => {
    const call = theCall(events);
    expect(call).toMatchObject({ outcome: 'talked', reason: null, talks: [{ party: '1007' }] });
    expect(call.offers.filter(({ result }) => result === 'lost')).toHaveLength(29);
  });

  test('tells each other phone who answered', () => {
    const stopped = factsNamed(factsOf(events), 'leg.stopped').filter(({ why }) => why === 'answered_elsewhere');
    expect(stopped).toHaveLength(29);
    expect(new Set(stopped.map(({ by }) => by?.device))).toEqual(new Set(['PJSIP/1007']));
  });
});

describe('a caller who hangs up', () => {
  test('while phones ring is missed, abandoned ringing', () => {
    expect(theCall(aCall({ phones: ['PJSIP/1001', 'PJSIP/1002'] }))).toMatchObject({
      outcome: 'missed',
      reason: 'abandoned_ringing',
      waitedMs: 2000,
      talkedMs: 0,
      offers: [{ result: 'caller_gone' }, { result: 'caller_gone' }],
    });
  });

  test('in the menu is missed before any offer, though the PBX had answered', () => {
    const s = aStream();
    const caller = s.incoming();
    s.up(caller);
    s.wait(4000);
    s.hangupRequest(caller);
    s.hangup(caller);
    expect(theCall(s.events)).toMatchObject({ outcome: 'missed', reason: 'abandoned_before_offer', waitedMs: 4000 });
  });

  test('half a second after the answer has not talked', () => {
    expect(theCall(aCall({ answeredBy: 'PJSIP/1001', talkMs: 500 }))).toMatchObject({
      outcome: 'missed',
      reason: 'abandoned_ringing',
      talkedMs: 0,
    });
  });
});

describe('phones that do not take the call', () => {
  const refused: [string, string, number, boolean, string][] = [
    ['rings out', 'NOANSWER', 0, true, 'no_answer'],
    ['is busy', 'BUSY', 17, false, 'busy'],
    ['declines with 603', 'NOANSWER', 21, true, 'all_rejected'],
    ['is turned away by hand with 486', 'BUSY', 17, true, 'all_rejected'],
    ['cannot be reached', 'CHANUNAVAIL', 20, false, 'phones_unreachable'],
  ];
  test.each(refused)('a phone that %s', (_what, status, cause, rings, reason) => {
    const s = aStream();
    const caller = s.incoming();
    const phone = s.dials(caller, 'PJSIP/1001');
    if (rings) s.ringing(phone, caller);
    s.wait(5000);
    s.dialEnds(caller, phone, status);
    s.hangup(phone, cause);
    s.hangup(caller, cause);
    expect(theCall(s.events)).toMatchObject({ outcome: 'missed', reason });
  });

  test.each([
    [['busy', 'away'], 'busy'],
    [['busy', 'deaf'], 'no_answer'],
    [['away', 'away'], 'phones_unreachable'],
    [['declines', 'declines'], 'all_rejected'],
    [['declines', 'deaf'], 'no_answer'],
  ])('phones that are %j together: %s', (moods, reason) => {
    const cause: Readonly<Record<string, number>> = { busy: 17, away: 20, declines: 21, deaf: 0 };
    const s = aStream();
    const caller = s.incoming();
    moods.forEach((mood, index) => {
      const phone = s.dials(caller, `PJSIP/100${index + 1}`);
      if (mood === 'deaf' || mood === 'declines') s.ringing(phone, caller);
      s.dialEnds(caller, phone, 'NOANSWER');
      s.hangup(phone, cause[mood]);
    });
    s.hangup(caller, 16);
    expect(theCall(s.events).reason).toBe(reason);
  });

  test('an unregistered phone has no channel: the cause of the caller tells', () => {
    const s = aStream();
    const caller = s.incoming();
    s.hangup(caller, 3);
    expect(theCall(s.events).reason).toBe('phones_unreachable');
  });
});

describe('what the dialplan tells', () => {
  test.each([
    [{ QUEUESTATUS: 'JOINEMPTY' }, 'queue_refused'],
    [{ QUEUESTATUS: 'FULL' }, 'queue_refused'],
    [{ VMSTATUS: 'SUCCESS' }, 'voicemail_left'],
    [{ RB_CLOSED: '1' }, 'out_of_hours'],
    [{ VMSTATUS: 'SUCCESS', RB_CLOSED: '1', QUEUESTATUS: 'FULL' }, 'voicemail_left'],
    [{ QUEUESTATUS: '', DIALSTATUS: 'CHANUNAVAIL' }, 'phones_unreachable'],
  ])('%j is %s', (vars, reason) => {
    const s = aStream();
    const caller = s.incoming();
    s.sets(caller, vars);
    s.hangup(caller, 16);
    expect(theCall(s.events)).toMatchObject({ outcome: 'missed', reason });
  });
});

describe('two calls at once', () => {
  test('do not touch each other', () => {
    const one = aCall({ answeredBy: 'PJSIP/1001' });
    const other = aCall({ phones: ['PJSIP/1002'] }).map((event) =>
      JSON.parse(JSON.stringify(event).replaceAll('1795000000.', '1795000001.')),
    );
    const mixed = one.flatMap((event, index) => (other[index] === undefined ? [event] : [event, other[index]]));
    expect(
      recordsOf(mixed)
        .map(({ outcome }) => outcome)
        .sort(),
    ).toEqual(['missed', 'talked']);
  });
});
