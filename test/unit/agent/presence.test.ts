import { describe, expect, test } from 'vitest';
import { createMembers, type Member, pauseOf } from '../../../server/domain/agent/members.ts';
import { presenceOf, type Seen } from '../../../server/domain/agent/presence.ts';
import { rungOut, type Unanswered } from '../../../server/domain/agent/unanswered.ts';

const free: Seen = {
  cards: { talking: false, ringing: false },
  phones: ['NOT_INUSE'],
  screen: true,
  pause: null,
  wrapUpUntil: null,
};
const at = (seen: Partial<Seen>) => presenceOf({ ...free, ...seen }, 1_000).state;

describe('where a person is', () => {
  test('is ready at their desk, with a phone that can ring', () => {
    expect(presenceOf(free, 0)).toEqual({ state: 'ready', detail: null, until: null });
  });

  test.each([
    [{ cards: { talking: true, ringing: true } }, 'in_call'],
    [{ cards: { talking: false, ringing: true } }, 'ringing'],
    [{ phones: ['INUSE'] }, 'in_call'],
    [{ phones: ['NOT_INUSE', 'ONHOLD'] }, 'in_call'],
    [{ phones: ['UNAVAILABLE'] }, 'unreachable'],
    [{ phones: ['UNAVAILABLE', 'NOT_INUSE'] }, 'ready'],
    [{ phones: ['UNAVAILABLE'], screen: false }, 'offline'],
    [{ phones: [], screen: false }, 'offline'],
    [{ phones: [] }, 'away'],
    [{ screen: false }, 'away'],
    [{ pause: { reason: 'lunch' } }, 'paused'],
    [{ pause: { reason: 'lunch' }, screen: false }, 'paused'],
    [{ pause: { reason: 'lunch' }, phones: ['UNAVAILABLE'] }, 'unreachable'],
    [{ pause: { reason: 'lunch' }, cards: { talking: true, ringing: false } }, 'in_call'],
    [{ wrapUpUntil: 1_001 }, 'wrap_up'],
    [{ wrapUpUntil: 1_000 }, 'ready'],
    [{ wrapUpUntil: 9_000, pause: { reason: 'break' } }, 'paused'],
  ] as const)('%j is %s', (seen, state) => expect(at(seen)).toBe(state));

  test('says why', () => {
    expect(presenceOf({ ...free, pause: { reason: 'lunch' } }, 0).detail).toBe('lunch');
    expect(presenceOf({ ...free, pause: { reason: '' } }, 0).detail).toBeNull();
    expect(presenceOf({ ...free, phones: [] }, 0).detail).toBe('no_device');
    expect(presenceOf({ ...free, wrapUpUntil: 5 }, 0).until).toBe(5);
  });
});

describe('seats in queues', () => {
  const seat = (more: Partial<Member>): Member => ({
    queue: 'sales',
    interface: 'PJSIP/1',
    device: 'PJSIP/1',
    paused: false,
    reason: null,
    dynamic: false,
    ...more,
  });

  test('a pause in one of two queues is no break; in both it is, with its reason', () => {
    const one = seat({ paused: true, reason: 'lunch' });
    expect(pauseOf([one, seat({ queue: 'support' })])).toBeNull();
    expect(pauseOf([seat({ queue: 'support', paused: true }), one])).toEqual({ reason: 'lunch' });
    expect(pauseOf([])).toBeNull();
  });

  test('what the PBX lists replaces all that was known; a seat is found by the phone behind it', () => {
    const members = createMembers();
    members.put(seat({}));
    members.restore([seat({ interface: 'Local/2@q/n', device: 'PJSIP/2' })]);
    expect(members.of(['PJSIP/1'])).toEqual([]);
    expect(members.of(['PJSIP/2'])).toHaveLength(1);
    members.remove('sales', 'Local/2@q/n');
    expect(members.of(['PJSIP/2'])).toEqual([]);
  });

  test("a seat that goes to another phone is no longer the first one's", () => {
    const members = createMembers();
    members.put(seat({ interface: 'Local/2@q/n', device: 'PJSIP/1' }));
    members.put(seat({ interface: 'Local/2@q/n', device: 'PJSIP/2', paused: true }));
    expect(members.of(['PJSIP/1'])).toEqual([]);
    expect(members.of(['PJSIP/1', 'PJSIP/2'])).toMatchObject([{ paused: true }]);
  });
});

describe('a phone that is let ring', () => {
  test('is warned of, then paused at the limit, and counts from none again', () => {
    let calls: Unanswered = [];
    const comes = ['a', 'a', 'b', 'c', 'd'].map((id) => {
      const step = rungOut(calls, id, 3);
      calls = step.calls;
      return step.comes;
    });
    expect(comes).toEqual(['warn', 'nothing', 'warn', 'pause', 'warn']);
  });

  test('is never paused where the company does not want it', () => {
    expect(rungOut(['a', 'b'], 'c', 0)).toEqual({ calls: ['a', 'b'], comes: 'nothing' });
  });
});
