import { describe, expect, test } from 'vitest';
import type { ChannelFacts } from '../../../pbx/ami/ami-event.ts';
import { attemptOutcome } from '../../../server/domain/call/attempt-outcome.ts';
import { createCalls } from '../../../server/domain/call/create-calls.ts';
import { aCustomer, aSite, aStream, type Stream } from '../../support/ami-builders.ts';
import { factsNamed, factsOf, theCall } from './fold.ts';

const id = '2134297a-9c7a-43f4-9038-3d843db91484';
const vars = { RB_ATTEMPT: id };

function originated(): { s: Stream; agent: ChannelFacts } {
  const s = aStream();
  const agent = s.newChannel({
    channel: 'PJSIP/1001-0000003a',
    uniqueid: id,
    callerNum: '1001',
    context: 'from-internal',
    exten: 's',
  });
  s.sets(agent, vars);
  s.add({ event: 'DialBegin', at: s.at(), chan: null, dest: s.current(agent), dialString: '1001' });
  s.ringing(agent);
  s.wait(800);
  return { s, agent };
}

function customerRings({ s, agent }: { s: Stream; agent: ChannelFacts }): ChannelFacts {
  s.up(agent);
  s.dialEnds(null, agent, 'ANSWER');
  s.become(agent, { exten: aCustomer, callerNum: '+442079460100' });
  return s.dials(agent, 'PJSIP/trunk', { callerNum: aCustomer, dialString: `${aCustomer}@trunk`, vars });
}

function said(s: Stream): string[] {
  return factsNamed(factsOf(s.events), 'attempt.progress').map(({ step, who, why }) =>
    [step, who, why].filter(Boolean).join(' '),
  );
}

describe('a call we place', () => {
  test('that reaches the customer goes step by step, and is reached', () => {
    const it = originated();
    const customer = customerRings(it);
    it.s.ringing(customer, it.agent);
    it.s.wait(1000);
    const bridge = it.s.answers(it.agent, customer);
    it.s.wait(12_000);
    it.s.talkEnds(bridge, it.agent, customer);
    expect(said(it.s)).toEqual(['agent_ringing', 'agent_answered', 'customer_ringing', 'customer_answered']);
    const call = theCall(it.s.events);
    expect(call).toMatchObject({
      attemptId: id,
      linkedid: id,
      direction: 'outbound',
      called: aCustomer,
      outcome: 'talked',
      dialled: 'answered',
      talkedMs: 12_000,
      talks: [{ party: '1001', device: 'PJSIP/1001' }],
    });
    expect(attemptOutcome(call).outcome).toBe('reached');
  });

  test.each([
    [19, 'agent_ringing, failed agent no_answer', 'agent_no_answer'],
    [17, 'agent_ringing, failed agent rejected', 'agent_unreachable'],
    [21, 'agent_ringing, failed agent rejected', 'agent_unreachable'],
  ])('whose agent’s phone ends with cause %i', (cause, steps, outcome) => {
    const { s, agent } = originated();
    s.hangup(agent, cause);
    expect(said(s).join(', ')).toBe(steps);
    const call = theCall(s.events);
    expect(call).toMatchObject({ outcome: 'not_answered', dialled: 'never_dialled', attemptId: id });
    expect(attemptOutcome(call).outcome).toBe(outcome);
  });

  test.each([
    [17, false, 'busy', 'customer_busy', null],
    [19, true, 'no_answer', 'customer_no_answer', null],
    [127, true, 'no_answer', 'customer_no_answer', null],
    [20, false, 'unavailable', 'customer_unavailable', null],
    [1, false, 'not_a_number', 'customer_unavailable', 'number_does_not_exist'],
  ])('whose customer’s leg ends with cause %i', (cause, rings, dialled, outcome, detail) => {
    const it = originated();
    const customer = customerRings(it);
    if (rings) it.s.ringing(customer, it.agent);
    it.s.wait(3000);
    it.s.hangup(customer, cause);
    it.s.hangup(it.agent, cause);
    const call = theCall(it.s.events);
    expect(said(it.s).at(-1)).toBe(`failed customer ${dialled}`);
    expect(call).toMatchObject({ outcome: 'not_answered', dialled, called: aCustomer });
    expect(attemptOutcome(call)).toEqual({ outcome, detail });
  });

  test('that the dialplan finds too late dials nobody', () => {
    const { s, agent } = originated();
    s.up(agent);
    const fields = { Attempt: id, Result: 'refused_late', Cause: '0' };
    s.add({ event: 'UserEvent', at: s.at(), userEvent: 'RingbackAttempt', chan: s.current(agent), fields });
    s.hangup(agent, 21);
    expect(said(s).at(-1)).toBe('failed dialplan late');
    expect(attemptOutcome(theCall(s.events))).toEqual({ outcome: 'cancelled', detail: 'refused_late' });
  });

  test('whose agent hangs up before the customer is dialled is cancelled', () => {
    const { s, agent } = originated();
    s.up(agent);
    s.wait(100);
    s.hangup(agent, 16);
    expect(attemptOutcome(theCall(s.events))).toEqual({ outcome: 'cancelled', detail: 'agent_hung_up' });
  });

  test('that the PBX refuses without a channel is known by the id we gave', () => {
    const calls = createCalls(aSite);
    calls.expectAttempt(id);
    const refusal = {
      event: 'OriginateResponse',
      at: 1,
      actionId: null,
      response: 'Failure',
      channel: null,
      uniqueid: id,
      reason: 0,
    } as const;
    expect(calls.apply(refusal)).toEqual([
      {
        type: 'attempt.progress',
        at: 1,
        attemptId: id,
        linkedid: null,
        step: 'failed',
        who: 'agent',
        why: 'unreachable',
      },
    ]);
    expect(calls.apply(refusal)).toEqual([]);
  });
});

describe('a call from the desk phone', () => {
  test('pops as dialling, then talking with the dialled number', () => {
    const s = aStream();
    const phone = s.phoneDials('PJSIP/1002', '07700900123');
    const customer = s.dials(phone, 'PJSIP/trunk', { callerNum: aCustomer, dialString: `${aCustomer}@trunk` });
    s.ringing(customer, phone);
    const bridge = s.answers(phone, customer);
    s.wait(4000);
    s.talkEnds(bridge, customer, phone);
    const facts = factsOf(s.events);
    expect(factsNamed(facts, 'leg.ringing')).toMatchObject([
      { how: 'dialing', device: 'PJSIP/1002', call: { direction: 'outbound', number: aCustomer, state: 'dialing' } },
    ]);
    expect(factsNamed(facts, 'call.talking')).toMatchObject([
      { device: 'PJSIP/1002', call: { state: 'talking', number: aCustomer } },
    ]);
    expect(theCall(s.events)).toMatchObject({
      direction: 'outbound',
      called: aCustomer,
      outcome: 'talked',
      caller: null,
      attemptId: null,
    });
  });

  test('to a colleague is internal, and owes nobody', () => {
    const s = aStream();
    const phone = s.phoneDials('PJSIP/1002', '1003');
    const other = s.dials(phone, 'PJSIP/1003');
    s.ringing(other, phone);
    s.wait(3000);
    s.dialEnds(phone, other, 'CANCEL');
    s.hangup(other, 0);
    s.hangup(phone, 127);
    expect(theCall(s.events)).toMatchObject({
      direction: 'internal',
      called: '1003',
      outcome: 'not_answered',
      reason: null,
    });
  });
});
