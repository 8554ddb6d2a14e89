import { describe, expect, test } from 'vitest';
import { readDemoSite } from '../../../pbx/demo/demo-site.ts';
import { demoHistory, type PastCall } from '../../../pbx/demo/history.ts';

const site = readDemoSite();
const minute = 60_000;
const moments = {
  'a Tuesday noon': Date.UTC(2026, 2, 3, 12, 0, 0),
  'a Sunday night': Date.UTC(2026, 2, 8, 2, 30, 0),
  'a Monday at eight': Date.UTC(2026, 2, 9, 8, 1, 0),
};

function settles(miss: PastCall, call: PastCall): boolean {
  return call.caller === miss.caller && call.outcome === 'talked' && call.startedAt > miss.startedAt;
}

describe.each(Object.entries(moments))('the history before %s', (_name, now) => {
  const calls = demoHistory(site, now);

  test('has about 120 calls of the last week, in order, all over', () => {
    expect(calls.length).toBeGreaterThan(85);
    expect(calls.length).toBeLessThan(150);
    const starts = calls.map(({ startedAt }) => startedAt);
    expect(starts).toEqual([...starts].sort((one, other) => one - other));
    expect(Math.min(...starts)).toBeGreaterThan(now - 8 * 24 * 60 * minute);
    for (const { startedAt, waitedMs, talkedMs } of calls) expect(startedAt + waitedMs + talkedMs).toBeLessThan(now);
  });

  test('is the same each time it is told', () => {
    expect(demoHistory(site, now)).toEqual(calls);
    expect(demoHistory(site, now, 8)).not.toEqual(calls);
  });

  test('holds the talk that returned each call said to be returned, at the moment said', () => {
    const returned = calls.filter(({ returnedAfterMs }) => returnedAfterMs !== undefined);
    expect(returned.length).toBeGreaterThan(8);
    for (const miss of returned) {
      const proof = calls.find((call) => settles(miss, call));
      expect(proof?.startedAt).toBe(miss.startedAt + (miss.returnedAfterMs ?? 0));
      expect(proof?.talkedMs).toBeGreaterThanOrEqual(10_000);
    }
  });

  test('leaves some calls owed, one of them covering two misses and one without a number', () => {
    const owed = calls.filter((call) => call.outcome === 'missed' && !calls.some((later) => settles(call, later)));
    expect(owed.length).toBeGreaterThanOrEqual(7);
    for (const call of owed) expect(call.returnedAfterMs).toBeUndefined();
    expect(owed.some(({ caller }) => caller === null)).toBe(true);
    const numbers = owed.map(({ caller }) => caller).filter((caller) => caller !== null);
    expect(new Set(numbers).size).toBeLessThan(numbers.length);
    expect(Math.max(...owed.map(({ startedAt }) => startedAt))).toBeGreaterThan(now - 15 * minute);
  });

  test('owes the first agent a call to her VIP, and only calls that will be answered when tried', () => {
    const owed = calls.filter((call) => call.outcome === 'missed' && call.returnedAfterMs === undefined);
    expect(owed.some(({ caller }) => caller === '+441614960101')).toBe(true);
    for (const { caller, startedAt } of owed) {
      if (startedAt > now - 4 * 60 * minute) expect(caller ?? '').not.toMatch(/[89]$/);
    }
  });

  test('is mostly with people we know', () => {
    const known = new Set(site.contacts.flatMap(({ phones }) => phones));
    const withContacts = calls.filter(({ caller }) => caller !== null && known.has(caller));
    expect(withContacts.length).toBeGreaterThan(calls.length * 0.7);
  });

  test('never has an agent in two calls at once', () => {
    const byAgent = new Map<string, PastCall[]>();
    for (const call of calls) {
      if (call.agentExtension === undefined) continue;
      const own = byAgent.get(call.agentExtension) ?? [];
      const last = own.at(-1);
      if (last !== undefined) expect(last.startedAt + last.waitedMs + last.talkedMs).toBeLessThan(call.startedAt);
      byAgent.set(call.agentExtension, [...own, call]);
    }
    expect(byAgent.size).toBe(6);
  });

  test('names lines and extensions of the site, E.164 numbers, and notes in several scripts', () => {
    const extensions = site.people.flatMap(({ devices }) => devices.map(({ extension }) => extension));
    for (const { line, agentExtension, caller, outcome } of calls) {
      expect(site.lines.map(({ key }) => key)).toContain(line);
      if (outcome !== 'missed') expect(extensions).toContain(agentExtension);
      if (caller !== null) expect(caller).toMatch(/^\+44[0-9]{10}$/);
    }
    const notes = calls.map(({ note }) => note ?? '').join('');
    expect(notes).toMatch(/\p{Script=Arabic}/u);
    expect(notes).toMatch(/\p{Script=Cyrillic}/u);
    expect(notes).toMatch(/\p{Script=Georgian}/u);
  });
});
