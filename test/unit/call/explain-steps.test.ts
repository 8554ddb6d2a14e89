import { expect, test } from 'vitest';
import { explainSteps } from '../../../server/domain/call/explain-steps.ts';

const leg = { device: null, number: null, upAt: null, endedAt: null, cause: null, causeText: null };

test('the events behind a call stand in time; at one instant a channel begins first and ends last', () => {
  const steps = explainSteps({
    legs: [
      {
        ...leg,
        role: 'customer',
        number: '+442079460101',
        startedAt: 0,
        upAt: 10,
        endedAt: 90,
        cause: 16,
        causeText: 'Normal',
      },
      { ...leg, role: 'agent', device: 'PJSIP/1001', startedAt: 10, upAt: 20, endedAt: 90 },
    ],
    offers: [{ device: 'PJSIP/1001', queue: 'sales', startedAt: 10, endedAt: 20, result: 'answered' }],
    talks: [{ party: 'PJSIP/1001', startedAt: 20, endedAt: 90 }],
  });
  expect(steps.map(({ at, event, who }) => `${at} ${event} ${who}`)).toEqual([
    '0 Newchannel +442079460101',
    '10 Newchannel PJSIP/1001',
    '10 DialBegin PJSIP/1001',
    '10 Newstate +442079460101',
    '20 Newstate PJSIP/1001',
    '20 DialEnd PJSIP/1001',
    '20 BridgeEnter PJSIP/1001',
    '90 BridgeLeave PJSIP/1001',
    '90 Hangup +442079460101',
    '90 Hangup PJSIP/1001',
  ]);
  expect(steps.at(-2)?.values).toEqual({ role: 'customer', cause: 16, causeText: 'Normal' });
});
