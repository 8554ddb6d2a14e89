// @vitest-environment jsdom
import { afterEach, describe, expect, test } from 'vitest';
import { CallTable } from '../../../../agent-ui/src/features/call-log/call-table.tsx';
import { HeardIn } from '../../../../agent-ui/src/features/call-log/heard-in.tsx';
import { LegsPicture } from '../../../../agent-ui/src/features/call-log/legs-picture.tsx';
import { WhyWords } from '../../../../agent-ui/src/features/call-log/why-words.tsx';
import type { CallDetail } from '../../../../schema/contracts/calls.ts';
import { missedReasons } from '../../../../server/domain/call/call-record.ts';
import { draw, lena, press, shown, the, undraw } from '../drawn.tsx';
import { aCall } from './a-call.ts';

const missed = aCall({ outcome: 'missed', agents: [], talkedMs: 0, waitedMs: 92_000 });
const detail = (over: Partial<CallDetail>): CallDetail => ({
  ...missed,
  linkedid: '1.1',
  legs: [],
  offers: [],
  talks: [],
  recordingList: [],
  ticks: [],
  notes: [],
  warnings: [],
  ...over,
});
afterEach(undraw);

describe('why a call counts as it does', () => {
  test.each(missedReasons)('%s has a sentence of its own', async (reason) => {
    await draw(<WhyWords call={{ ...missed, reason }} />);
    expect(document.querySelector('h2')?.textContent).toBe('Why it counts as missed');
    expect(shown()).not.toContain('were never joined. The caller waited');
    expect(shown()).not.toContain('{{');
  });

  test('a reason nobody has words for is still explained by what was seen', async () => {
    await draw(<WhyWords call={{ ...missed, reason: 'solar_flare' }} />);
    expect(shown()).toContain('were never joined. The caller waited 1:32');
  });

  test('a call left out says that nobody owes it', async () => {
    await draw(<WhyWords call={{ ...missed, reason: 'no_answer', excluded: true }} />);
    expect(document.querySelector('h2')?.textContent).toBe('Why it is left out');
  });
});

describe('who can be heard', () => {
  const talks = [
    { party: '1006', person: lena, startedAt: 0, endedAt: 60_000, recordings: [7] },
    { party: '+447700900555', person: null, startedAt: 60_000, endedAt: 90_000, recordings: [7, 8] },
  ];

  test.each([
    [7, 2, true],
    [8, 1, false],
    [9, 0, false],
  ])('recording %i names those whose talk is in it, and nobody else', async (recording, count, withLena) => {
    await draw(<HeardIn call={detail({ talks })} recording={recording} />);
    expect(document.querySelectorAll('li')).toHaveLength(count);
    expect(shown().includes(lena.name)).toBe(withLena);
  });
});

describe('the legs of a call', () => {
  const offer = (device: string, result: string) => ({
    device,
    person: device === 'PJSIP/1006' ? lena : null,
    queue: null,
    startedAt: 0,
    endedAt: 9000,
    result,
  });

  test('say what came of each phone in words', async () => {
    const offers = ['lost', 'no_answer', 'declined', 'busy', 'unreachable', 'caller_gone', 'odd'].map((result, at) =>
      offer(`PJSIP/100${at}`, result),
    );
    await draw(<LegsPicture call={detail({ endedAt: 60_000, offers })} />);
    const results = [...document.querySelectorAll('li')].map((row) => row.lastElementChild?.textContent);
    expect(results).toEqual([
      'gone at 00:01:00',
      'rang 0:09, another was faster',
      'rang 0:09, no answer',
      'declined after 0:09',
      'busy',
      'not reachable',
      'rang 0:09, caller hung up',
      'rang 0:09',
    ]);
  });

  test('name the person and the extension of a phone', async () => {
    await draw(<LegsPicture call={detail({ endedAt: 60_000, offers: [offer('PJSIP/1006', 'no_answer')] })} />);
    const row = document.querySelectorAll('li')[1];
    expect([...(row?.querySelectorAll('bdi') ?? [])].map(({ textContent, dir }) => [textContent, dir])).toEqual([
      ['Lena Fox', ''],
      ['1006', 'ltr'],
    ]);
  });
});

describe('a row of the log', () => {
  test('shows a hostile caller name as text and its number in one left-to-right run', async () => {
    const contact = { id: 3, name: '<img src=x onerror=alert(1)>', organisation: null, vip: true };
    await draw(<CallTable rows={[aCall({ contact })]} open={null} byDay={false} onOpen={() => undefined} />);
    expect(document.querySelector('img')).toBeNull();
    expect(shown()).toContain('<img src=x onerror=alert(1)>');
    expect(the('bdi', '020 7946 0142').dir).toBe('ltr');
  });

  test('opens by its own button, which says so', async () => {
    const opened: (number | null)[] = [];
    await draw(<CallTable rows={[aCall({ id: 9 })]} open={null} byDay onOpen={(id) => opened.push(id)} />);
    const button = the('button', /^Show the call of/);
    expect(button.getAttribute('aria-expanded')).toBe('false');
    await press(button);
    expect(opened).toEqual([9]);
  });
});
