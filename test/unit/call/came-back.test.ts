import { describe, expect, test } from 'vitest';
import type { ChannelFacts } from '../../../pbx/ami/ami-event.ts';
import { aCustomer, aSite, aStream, type Stream } from '../../support/ami-builders.ts';
import { recordsOf } from './fold.ts';

const sales = '+442079460100';
const support = '+442079460101';
const company = '+442079460199';
const another = '+447700900321';
const site = {
  ...aSite,
  lines: [sales, support].map((did) => ({ key: did, dids: [did], group: 'main', country: 'GB', areaCode: '20' })),
};

/** A customer's call that the dialplan sends out by the trunk. */
function leaves(
  s: Stream,
  { from = aCustomer, to = sales, shows = from }: { from?: string; to?: string; shows?: string } = {},
) {
  const caller = s.incoming({ from, did: support });
  const out = s.dials(caller, 'PJSIP/trunk', { dialString: `${to}@trunk`, connectedNum: shows });
  s.ringing(out, caller);
  s.wait(20);
  return { caller, out };
}

/** A call arrives at sales, rings Anna, who answers. */
function arrives(s: Stream, { from, mark, did = sales }: { from: string; mark?: string; did?: string }) {
  const chan = s.incoming({ from, did });
  if (mark !== undefined) s.sets(chan, { RB_LEG: mark });
  const anna = s.dials(chan, 'PJSIP/1001');
  s.ringing(anna, chan);
  s.wait(1_000);
  return { chan, anna, bridge: s.answers(chan, anna) };
}

function over(s: Stream, bridge: string, one: ChannelFacts, other: ChannelFacts) {
  s.wait(5_000);
  s.talkEnds(bridge, one, other);
}

const told = (s: Stream) =>
  recordsOf(s.events, site)
    .sort((a, b) => a.startedAt - b.startedAt)
    .map(({ caller, outcome, reason, talks, warnings }) => ({
      caller,
      outcome,
      reason,
      with: talks.map(({ party }) => party),
      warnings,
    }));

describe('a call that leaves by a trunk and comes back', () => {
  test('is one call, by the mark though every number changed on the way', () => {
    const s = aStream();
    const { caller, out } = leaves(s);
    const { chan, anna, bridge } = arrives(s, { from: another, mark: out.uniqueid });
    const outer = s.answers(caller, out);
    s.wait(3_000);
    s.talkEnds(outer, caller, out);
    s.talkEnds(bridge, chan, anna);
    expect(told(s)).toEqual([{ caller: aCustomer, outcome: 'talked', reason: null, with: ['1001'], warnings: [] }]);
  });

  test('a stranger who sends the mark of a leg that leads elsewhere is a caller of his own', () => {
    const s = aStream();
    const { caller, out } = leaves(s, { to: '+447700900555' });
    const { chan, anna, bridge } = arrives(s, { from: another, mark: out.uniqueid });
    over(s, bridge, chan, anna);
    s.hangupRequest(caller, 127);
    s.hangup(out, 0);
    s.hangup(caller, 127);
    expect(told(s).map((call) => [call.caller, call.outcome])).toEqual([
      [aCustomer, 'missed'],
      [another, 'talked'],
    ]);
  });

  test('nor is he believed when he calls another number than the leg is for', () => {
    const s = aStream();
    const { caller, out } = leaves(s, { to: support });
    const { chan, anna, bridge } = arrives(s, { from: another, mark: out.uniqueid });
    over(s, bridge, chan, anna);
    s.hangupRequest(caller, 127);
    s.hangup(out, 0);
    s.hangup(caller, 127);
    expect(told(s)).toHaveLength(2);
  });

  test('two that leave at once by the same number cannot be told apart: nobody is said to have talked', () => {
    const s = aStream();
    const one = leaves(s, { shows: company });
    const two = leaves(s, { from: another, shows: company });
    const { chan, anna, bridge } = arrives(s, { from: company });
    const outer = s.answers(one.caller, one.out);
    s.wait(3_000);
    s.talkEnds(outer, one.caller, one.out);
    s.talkEnds(bridge, chan, anna);
    s.hangupRequest(two.caller, 127);
    s.hangup(two.out, 0);
    s.hangup(two.caller, 127);
    expect(told(s).map((call) => [call.caller, call.outcome, call.reason, call.warnings])).toEqual([
      [aCustomer, 'missed', 'ended_unknown', ['led_to_ourselves']],
      [another, 'missed', 'abandoned_ringing', []],
      [company, 'talked', null, []],
    ]);
  });

  test('the same customer who calls ten seconds later is a call of its own', () => {
    const s = aStream();
    const { caller, out } = leaves(s);
    s.wait(10_000);
    const { chan, anna, bridge } = arrives(s, { from: aCustomer });
    over(s, bridge, chan, anna);
    s.hangupRequest(caller, 127);
    s.hangup(out, 0);
    s.hangup(caller, 127);
    expect(told(s)).toHaveLength(2);
  });
});

test('a caller who withholds the number is not named in the row of an agent who met him in a room', () => {
  const s = aStream();
  const caller = s.incoming();
  s.sets(caller, { 'CALLERID(PRES)': 'prohib_not_screened' });
  s.up(caller);
  const room = s.bridge([caller], 'base');
  s.wait(1_000);
  const anna = s.phoneDials('PJSIP/1001', '8000');
  s.up(anna);
  s.enters(anna, room, 'base');
  s.wait(4_000);
  s.hangupRequest(caller);
  s.leaves(caller, room);
  s.hangup(caller);
  s.leaves(anna, room);
  s.hangup(anna);
  const [outer, own] = recordsOf(s.events, site);
  expect(outer).toMatchObject({ outcome: 'talked', caller: null, talks: [{ party: '1001' }] });
  expect(own).toMatchObject({ direction: 'internal', outcome: 'talked', talkedMs: 4_000 });
  expect(JSON.stringify([outer, own])).not.toContain('7700900123');
});
