// @vitest-environment jsdom
import { afterEach, describe, expect, test, vi } from 'vitest';
import { ExplainCall } from '../../../../agent-ui/src/features/call-log/explain-call.tsx';
import { type CallExplained, evidenceCodes, verdictRules } from '../../../../schema/contracts/explain.ts';
import { readSource } from '../../house/source-files.ts';
import { draw, press, serve, shown, the, undraw, until } from '../drawn.tsx';

const missed: CallExplained = {
  callId: 7,
  direction: 'inbound',
  verdict: 'missed',
  reason: 'no_answer',
  rule: 'no_answer',
  passedOver: ['busy'],
  evidence: [
    { code: 'no_talk', decides: false, values: { minTalkMs: 1000 } },
    { code: 'offers', decides: true, values: { asked: 2, no_answer: 1, declined: 1, busy: 0, rangMs: 20_000 } },
  ],
  steps: [],
  thresholds: { minTalkMs: 1000, returnedTalkMs: 10_000 },
  line: {
    how: 'dialled_number',
    called: '+442079460142',
    calledRaw: '02079460142',
    line: { id: 1, key: 'orders', name: 'Orders' },
  },
  exclusion: null,
  match: { how: 'nobody_has_it', number: '+442079460101', contact: null, candidates: [] },
  callback: { id: 4824, state: 'open', how: 'opened_by_this_call' },
  settles: null,
};
vi.setConfig({ testTimeout: 20_000 });
afterEach(undraw);

async function explained(answer: CallExplained, language: 'en' | 'fa' = 'en'): Promise<string[]> {
  serve({ 'GET calls/7/explain': answer });
  await draw(<ExplainCall id={7} />, { language });
  await press(the('button', /./));
  await until(() => expect(document.querySelectorAll('li').length).toBeGreaterThan(0));
  return [...document.querySelectorAll('li')].map(({ textContent }) => textContent ?? '');
}

describe('explaining a call', () => {
  test('is asked for only when it is opened', async () => {
    const asked = serve({});
    await draw(<ExplainCall id={7} />);
    expect(asked).toEqual([]);
    expect(the('button', 'Explain').getAttribute('aria-expanded')).toBe('false');
  });

  test('shows the events behind it in their order, with their own names', async () => {
    const at = Date.UTC(2026, 10, 21, 12);
    serve({
      'GET calls/7/explain': {
        ...missed,
        steps: [
          { at, code: 'leg_began', event: 'Newchannel', who: null, values: { role: 'customer' } },
          { at: at + 2_000, code: 'offer_ended', event: 'DialEnd', who: 'PJSIP/1001', values: { result: 'declined' } },
          {
            at: at + 3_000,
            code: 'leg_ended',
            event: 'Hangup',
            who: 'PJSIP/1001',
            values: { cause: 21, causeText: 'Call Rejected' },
          },
        ],
      },
    });
    await draw(<ExplainCall id={7} />);
    await press(the('button', /./));
    await until(() => expect(document.querySelectorAll('[data-steps] li').length).toBe(3));
    expect(document.querySelector('[data-steps] summary')?.textContent).toBe('The 3 events behind it');
    expect([...document.querySelectorAll('[data-steps] li')].map(({ textContent }) => textContent)).toEqual([
      '12:00:00Number withheld: channel beginsNewchannel',
      '12:00:02PJSIP/1001 stops ringing: declinedDialEnd',
      '12:00:03PJSIP/1001: channel ends 21 Call RejectedHangup',
    ]);
  });

  test('gives the rule in plain words and the facts, the deciding one first', async () => {
    const facts = await explained(missed);
    expect(shown()).toContain('joined for at least 0:01. The first reason that fits names it: nobody answered.');
    expect(facts[0]).toBe('2 phones were asked and rang up to 0:20: no answer 1, declined 1the rule hangs on this');
    expect(facts.slice(1)).toEqual([
      'Customer and agent were never joined for 0:01.',
      'Line Orders, because 020 7946 0142 was dialled.',
      'Nobody in the contacts has this number.',
      'This call opened callback 4824.',
      expect.stringContaining('Looked at before, and did not fit: '),
    ]);
  });

  test('speaks the language of the reader', async () => {
    const facts = await explained(missed, 'fa');
    expect(facts[1]).toContain('مشتری و کارشناس هرگز');
    expect(shown()).not.toContain('{{');
  });

  test('shows hostile values as text', async () => {
    const queue = { code: 'in_queue' as const, decides: false, values: { queue: '<img src=x>' } };
    expect((await explained({ ...missed, evidence: [queue] }))[0]).toContain('<img src=x>');
    expect(document.querySelector('img')).toBeNull();
  });
});

test('every rule and every fact of the contract has words', () => {
  const words: Record<string, string> = JSON.parse(readSource('agent-ui/src/features/call-log/i18n/en.json'));
  const common: Record<string, string> = JSON.parse(readSource('agent-ui/src/i18n/common/en.json'));
  const facts = evidenceCodes.filter((code) => code !== 'doubt' && code !== 'offers');
  expect(facts.filter((code) => words[`explain.${code}`] === undefined)).toEqual([]);
  const named = (rule: string) => words[`explain.rule.${rule}`] ?? common[`missed.${rule}`];
  expect(verdictRules.filter((rule) => named(rule) === undefined)).toEqual([]);
});
