// @vitest-environment jsdom
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { CloseDialog } from '../../../../agent-ui/src/features/debt-board/close-dialog.tsx';
import { DebtTable } from '../../../../agent-ui/src/features/debt-board/debt-table.tsx';
import { draw, lena, named, press, serve, shown, the, type, undraw, until } from '../drawn.tsx';
import { aCallback } from './a-callback.ts';

const min = 60_000;
const contact = (name: string) => ({ id: 1, name, organisation: null, vip: false });
vi.setConfig({ testTimeout: 20_000 });
// At noon: late in the evening "in 50 min" would be tomorrow, which is told by its date.
beforeEach(() => void vi.useFakeTimers({ toFake: ['Date'], now: Date.UTC(2026, 10, 21, 12) }));
afterEach(() => {
  undraw();
  vi.useRealTimers();
});

function rows() {
  const now = Date.now();
  return {
    late: aCallback({
      id: 1,
      firstMissAt: now - 58.5 * min,
      dueAt: now - 28.5 * min,
      misses: 3,
      contact: contact('Grace Lindqvist'),
      owner: lena,
    }),
    open: aCallback({ id: 2, dueAt: now + 50 * min, contact: contact('Maya Collins') }),
    withheld: aCallback({ id: 3, state: 'needs_human', needsReason: 'withheld', number: null }),
    settled: aCallback({
      id: 4,
      state: 'returned',
      settledAs: 'late',
      settledAt: now - 5 * min,
      promisedAt: now - 25 * min,
      returnedBy: lena,
      returnedTalkMs: 151_000,
      contact: contact('Beck & Hale'),
    }),
  };
}
const rowOf = (name: string) => the('td button', name).closest('tr');

describe('the debt board', () => {
  test('says of each item how it stands, why it was missed and who has it', async () => {
    const { late, open, withheld, settled } = rows();
    await draw(
      <DebtTable
        rows={[late, open, withheld]}
        settled={[settled]}
        current={null}
        picked={new Set()}
        onPick={() => undefined}
        onCurrent={() => undefined}
      />,
    );
    expect(rowOf('Grace Lindqvist')?.textContent).toMatch(/Overdue.*358 min28 min late.*Lena Fox.*Nobody answered/);
    expect(rowOf('Maya Collins')?.textContent).toMatch(/Open.*in \d\d min.*nobody/);
    expect(rowOf('Number withheld')?.textContent).toMatch(/Needs a person.*Decide/);
    expect(rowOf('Beck & Hale')?.dataset.settled).toBe('late');
    expect(rowOf('Beck & Hale')?.textContent).toMatch(/Late.*20 min late.*Lena Fox\d\d:\d\d.*Talked 2:31/);
  });

  test('picks what is owed, never what is settled', async () => {
    const { late, open, settled } = rows();
    const onPick = vi.fn();
    const none = () => undefined;
    await draw(
      <DebtTable
        rows={[late, open]}
        settled={[settled]}
        current={null}
        picked={new Set()}
        onPick={onPick}
        onCurrent={none}
      />,
    );
    await press(the('input[type="checkbox"]', 'Select all shown'));
    expect(onPick).toHaveBeenCalledWith(new Set([1, 2]));
    expect(document.querySelectorAll('input[type="checkbox"]')).toHaveLength(3);
  });

  test('gives an agent nothing to pick', async () => {
    const { late } = rows();
    const none = () => undefined;
    await draw(<DebtTable rows={[late]} settled={[]} current={null} picked={null} onPick={none} onCurrent={none} />);
    expect(document.querySelector('input[type="checkbox"]')).toBeNull();
  });
});

describe('closing with a reason', () => {
  test('says how many it touches, and waits for a reason and a note', async () => {
    const asked = serve({ 'POST callbacks/close': { changed: 2 } });
    const done = vi.fn();
    const { late, open } = rows();
    await draw(<CloseDialog rows={[late, open]} onClose={done} />);
    await until(() => expect(named('button', 'Close 2 callbacks')).toHaveLength(1));
    const act = the('button', 'Close 2 callbacks');
    expect(shown()).toContain('2 callbacks are closed without a talk');
    expect(act.disabled).toBe(true);

    await type(the<HTMLTextAreaElement>('textarea', 'Note'), 'Both are the same caller');
    expect(act.disabled).toBe(true);
    await press(the('input', 'Reason'));
    await until(() => expect(named('[role="option"]', 'Duplicate')).toHaveLength(1));
    await press(the('[role="option"]', 'Duplicate'));
    expect(act.disabled).toBe(false);

    await press(act);
    await until(() => expect(done).toHaveBeenCalled());
    expect(asked).toEqual([
      {
        what: 'POST callbacks/close',
        body: { ids: [1, 2], reason: 'duplicate', note: 'Both are the same caller' },
      },
    ]);
  });
});
