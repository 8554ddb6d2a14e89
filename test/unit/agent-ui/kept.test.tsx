// @vitest-environment jsdom
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { z } from 'zod';
import { newKey, sendKept } from '../../../agent-ui/src/api/kept.ts';
import { NoteBox } from '../../../agent-ui/src/features/contacts/note-box.tsx';
import { linkedNumber } from '../../../agent-ui/src/features/dial/dialled-text.ts';
import { draw, lena, press, the, type, undraw, until } from './drawn.tsx';

afterEach(() => {
  undraw();
  localStorage.clear();
});

const refused = (code: string, status = 409) =>
  new Response(JSON.stringify({ error: { code, message: '', requestId: '' } }), { status });
const done = () => new Response(JSON.stringify({ id: 1 }), { status: 200 });
const note = { id: 1, body: 'Wants 40 crates', author: lena, at: 0, callId: null };

/** Answers one sending after the other; what was sent stands in the list. */
function line(...answers: (() => Response)[]) {
  const keys: (string | null)[] = [];
  vi.stubGlobal('fetch', async (_url: string, init: RequestInit) => {
    keys.push(new Headers(init.headers).get('idempotency-key'));
    const answer = answers[keys.length - 1];
    if (!answer) throw new TypeError('Failed to fetch');
    return answer();
  });
  return keys;
}
const lost = (): Response => {
  throw new TypeError('Failed to fetch');
};
const Row = z.object({ id: z.number() });
const send = () => sendKept('POST', 'contacts/7/notes', Row, { body: 'tea' });

describe('what a person saved', () => {
  test('is sent with one key until the server answers', async () => {
    const keys = line(lost, () => refused('still-working'), done);
    expect(await send()).toEqual({ id: 1 });
    expect(keys).toHaveLength(3);
    expect(new Set(keys).size).toBe(1);
  });
  test('goes out at once when the network is back', async () => {
    const keys = line(lost, done);
    const sent = send();
    await vi.waitFor(() => expect(keys).toHaveLength(1));
    window.dispatchEvent(new Event('online'));
    await sent;
    expect(keys).toHaveLength(2);
  });
  test('is not sent again after a refusal, and a lost answer to it is no fault', async () => {
    const keys = line(() => refused('not-found', 404));
    await expect(send()).rejects.toMatchObject({ code: 'not-found' });
    expect(keys).toHaveLength(1);
    line(() => refused('already-done'));
    expect(await send()).toBeUndefined();
  });
  test('has a key of its own', () => {
    expect(newKey()).toMatch(/^[0-9a-f]{32}$/);
    expect(newKey()).not.toBe(newKey());
  });
});

describe('a note that is being typed', () => {
  beforeEach(() => void line());
  test('is there again after the page was loaded anew, with the key it was sent with', async () => {
    await draw(<NoteBox contactId={7} everyDays={null} />);
    await press(the('button', /^Write a note/));
    await type(the<HTMLTextAreaElement>('textarea', 'Note'), 'Wants 40 crates');
    undraw();
    const keys = line(() => new Response(JSON.stringify(note), { status: 201 }));
    await draw(<NoteBox contactId={7} everyDays={null} />);
    const again = the<HTMLTextAreaElement>('textarea', 'Note');
    expect(again.value).toBe('Wants 40 crates');
    const kept = Object.keys(localStorage).find((name) => name.endsWith(':note-7')) ?? '';
    const { key } = JSON.parse(localStorage.getItem(kept) ?? '{}').value;
    await press(the('button', /^Save/));
    await until(() => expect(keys).toEqual([key]));
    await until(() => expect(localStorage.getItem(kept)).toBeNull());
  });
  test('of one person is not shown with another', async () => {
    await draw(<NoteBox contactId={7} everyDays={null} />);
    await press(the('button', /^Write a note/));
    await type(the<HTMLTextAreaElement>('textarea', 'Note'), 'Wants 40 crates');
    undraw();
    await draw(<NoteBox contactId={8} everyDays={null} />);
    expect(document.querySelector('textarea')).toBeNull();
  });
});

describe('a tel: link of another program', () => {
  test.each([
    ['tel:+442079460142', '+442079460142'],
    ['tel:%2B44%2020%207946%200142', '+44 20 7946 0142'],
    ['tel:020-7946-0142;phone-context=+44', '020-7946-0142'],
  ])('%s names a number', (href, number) => {
    expect(linkedNumber(href)).toBe(number);
  });
  test.each([
    ['tel:*%2306%23'],
    ['tel:%2A%2A21%2A%2B4420%23'],
    ['javascript:alert(1)'],
    ['tel:<script>'],
    ['tel:0900CALLME'],
    ['tel:+44207946,,1'],
    [`tel:${'9'.repeat(60)}`],
    [`tel:1234;${'x'.repeat(300)}`],
    ['tel:'],
    [''],
  ])('%s is refused', (href) => {
    expect(linkedNumber(href)).toBeNull();
  });
});
