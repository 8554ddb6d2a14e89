import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { readTrace } from '../../../pbx/ami/replay.ts';
import { VerdictExplained, verdictRules } from '../../../schema/contracts/explain.ts';
import { readSite, siteMapOf } from '../../../server/cli/site-yaml.ts';
import { type CallRecord, missedReasons } from '../../../server/domain/call/call-record.ts';
import { createCalls } from '../../../server/domain/call/create-calls.ts';
import { type ExplainedCall, explainVerdict } from '../../../server/domain/call/explain.ts';

/** An inbound call of 20 s that nobody took. */
function aStoredCall(over: Partial<ExplainedCall> = {}): ExplainedCall {
  return {
    outcome: 'missed',
    reason: 'no_answer',
    queue: null,
    startedAt: 100_000,
    endedAt: 120_000,
    talkedMs: 0,
    minTalkMs: 1_000,
    talks: [],
    offers: [],
    legs: [{ role: 'customer', endedAt: 120_000, cause: 16 }],
    warnings: [],
    ...over,
  };
}

const offer = (result: string, ms = 15_000) => ({ result, startedAt: 101_000, endedAt: 101_000 + ms });
const talk = { party: '1001', startedAt: 105_000, endedAt: 112_000 };

function decisive(call: ExplainedCall) {
  const { rule, evidence } = VerdictExplained.parse(explainVerdict(call));
  const told = evidence.filter(({ decides }) => decides).map(({ code, values }) => ({ code, values }));
  return { rule, told };
}

const counts = { answered: 0, lost: 0, no_answer: 0, declined: 0, busy: 0, unreachable: 0, caller_gone: 0 };
const left = { code: 'customer_left', values: { ms: 20_000, cause: 16 } };

describe('a verdict is explained by what decided it', () => {
  const cases: Record<(typeof missedReasons)[number], [Partial<ExplainedCall>, { code: string; values: object }[]]> = {
    lost_in_transfer: [
      { talks: [talk], talkedMs: 7_000, offers: [offer('no_answer')] },
      [
        { code: 'talk', values: { party: '1001', ms: 7_000, minTalkMs: 1_000 } },
        { code: 'handed_on', values: { talkedMs: 7_000, ms: 8_000 } },
      ],
    ],
    voicemail_left: [{ offers: [offer('no_answer')] }, [{ code: 'pbx_said', values: { variable: 'VMSTATUS' } }]],
    out_of_hours: [{}, [{ code: 'pbx_said', values: { variable: 'RB_CLOSED' } }]],
    queue_refused: [{ queue: 'sales' }, [{ code: 'pbx_said', values: { variable: 'QUEUESTATUS' } }]],
    all_rejected: [
      { offers: [offer('declined', 3_000), offer('declined', 4_000)] },
      [{ code: 'offers', values: { ...counts, asked: 2, declined: 2, rangMs: 4_000 } }],
    ],
    phones_unreachable: [
      { offers: [offer('unreachable', 0)] },
      [{ code: 'offers', values: { ...counts, asked: 1, unreachable: 1, rangMs: 0 } }],
    ],
    busy: [
      { offers: [offer('busy', 0), offer('declined', 0)] },
      [{ code: 'offers', values: { ...counts, asked: 2, busy: 1, declined: 1, rangMs: 0 } }],
    ],
    no_answer: [
      { offers: [offer('no_answer')] },
      [{ code: 'offers', values: { ...counts, asked: 1, no_answer: 1, rangMs: 15_000 } }],
    ],
    abandoned_waiting: [
      { queue: 'sales', offers: [offer('caller_gone')] },
      [{ code: 'in_queue', values: { queue: 'sales' } }, left],
    ],
    abandoned_ringing: [
      { offers: [offer('caller_gone')] },
      [{ code: 'offers', values: { ...counts, asked: 1, caller_gone: 1, rangMs: 15_000 } }, left],
    ],
    abandoned_before_offer: [{}, [{ code: 'no_offers', values: {} }, left]],
    pbx_failure: [{ warnings: ['hangup_missing'] }, [left, { code: 'doubt', values: { warning: 'hangup_missing' } }]],
    ended_unknown: [{ warnings: ['started_before_us'] }, [{ code: 'doubt', values: { warning: 'started_before_us' } }]],
  };

  test.each(missedReasons)('%s', (reason) => {
    const [over, told] = cases[reason];
    const call = aStoredCall({ ...over, reason });
    expect(decisive(call)).toEqual({ rule: reason, told });
    expect(explainVerdict(call).passedOver).toEqual(missedReasons.slice(0, missedReasons.indexOf(reason)));
  });

  test('a talk, with its length beside the shortest that counts', () => {
    const { rule, told } = decisive(aStoredCall({ outcome: 'talked', reason: null, talks: [talk], talkedMs: 7_000 }));
    expect({ rule, told }).toEqual({
      rule: 'shared_bridge',
      told: [{ code: 'talk', values: { party: '1001', ms: 7_000, minTalkMs: 1_000 } }],
    });
  });

  test('an outgoing call that nobody took, and a call that was not seen whole', () => {
    expect(decisive(aStoredCall({ outcome: 'not_answered', reason: null }))).toEqual({
      rule: 'nobody_took_it',
      told: [{ code: 'no_talk', values: { minTalkMs: 1_000 } }],
    });
    expect(decisive(aStoredCall({ outcome: 'unknown', reason: null, warnings: ['hangup_missing'] })).rule).toBe(
      'ended_unknown',
    );
    // A reason that this version does not know is not repeated as a rule.
    expect(decisive(aStoredCall({ reason: 'made_up' })).rule).toBe('ended_unknown');
  });

  test('phones that no event tells of are unreachable by the hang-up cause', () => {
    const call = aStoredCall({
      reason: 'phones_unreachable',
      legs: [{ role: 'customer', endedAt: 100_010, cause: 3 }],
    });
    expect(decisive(call).told).toEqual([
      { code: 'no_offers', values: {} },
      { code: 'customer_left', values: { ms: 10, cause: 3 } },
    ]);
  });
});

describe('every recorded story', () => {
  const root = join(import.meta.dirname, '../../..');
  const site = siteMapOf(readSite(join(root, 'pbx/asterisk/site.yaml')));
  const folder = join(root, 'test/traces/own');
  const stories = readdirSync(folder).filter((file) => file.endsWith('.ami'));

  function recordsOf(story: string): CallRecord[] {
    const { events } = readTrace(readFileSync(join(folder, story)));
    const calls = createCalls(site);
    const facts = [...events.flatMap((event) => calls.apply(event)), ...calls.finish(events.at(-1)?.at ?? 0)];
    return facts.flatMap((fact) => (fact.type === 'call.ended' ? [fact.record] : []));
  }

  test.each(stories)('%s is explained by at least one deciding fact', (story) => {
    for (const record of recordsOf(story)) {
      const { rule, told } = decisive({ ...record, minTalkMs: site.minTalkMs });
      expect(verdictRules).toContain(rule);
      if (record.outcome === 'missed') expect(rule).toBe(record.reason);
      expect(told.length, JSON.stringify({ rule, reason: record.reason, warnings: record.warnings })).toBeGreaterThan(
        0,
      );
    }
  });
});
