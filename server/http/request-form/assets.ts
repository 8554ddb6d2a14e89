/** How the form looks; it follows the visitor's light or dark. */
export const formStyle = `
:root { color-scheme: light dark; --ink: #16202a; --soft: #4a5a68; --ground: #ffffff; --edge: #7c8b98; --act: #0b5cad; --on: #ffffff; --bad: #b3261e; }
@media (prefers-color-scheme: dark) {
  :root { --ink: #e8eef3; --soft: #b3c0cb; --ground: #14191e; --edge: #7f8d99; --act: #8cc1f5; --on: #0c1a27; --bad: #ffb4ab; }
}
* { box-sizing: border-box; }
body { margin: 0; background: var(--ground); color: var(--ink); font: 16px/1.5 system-ui, "Segoe UI", Vazirmatn, Tahoma, sans-serif; }
main { max-width: 26rem; margin: 0 auto; padding: 1.25rem; }
h1 { font-size: 1.25rem; margin: 0 0 .25rem; outline: none; }
p { margin: 0 0 .75rem; color: var(--soft); }
label { display: block; margin-top: .75rem; font-weight: 600; }
small { color: var(--soft); font-weight: 400; font-size: .875rem; }
input, textarea { width: 100%; font: inherit; color: inherit; background: transparent; border: 1px solid var(--edge); border-radius: .5rem; padding: .5rem .75rem; }
[dir="rtl"] input[type="tel"] { text-align: right; }
textarea { resize: vertical; }
:is(input, textarea, button):focus-visible { outline: 3px solid var(--act); outline-offset: 2px; }
[aria-invalid="true"] { border-color: var(--bad); }
#wrong { color: var(--bad); margin: .75rem 0 0; }
#wrong:empty { display: none; }
button { width: 100%; margin-top: 1rem; font: inherit; font-weight: 600; border: 0; border-radius: .5rem; padding: .75rem; color: var(--on); background: var(--act); cursor: pointer; }
button[aria-disabled="true"] { cursor: progress; }
.unseen { position: absolute; inset-inline-start: -100vw; width: 1px; height: 1px; overflow: hidden; }
`;

/** Sends the form, not before a person could have filled it in, and tells what came of it. */
export const formScript = `
'use strict';
const form = document.getElementById('form');
const words = JSON.parse(form.dataset.words);
const wrong = document.getElementById('wrong');
const number = document.getElementById('number');
const button = form.querySelector('button');
let busy = false;
let ready = ticket();

async function ticket() {
  const answer = await fetch('/api/v1/public/ticket', { cache: 'no-store' });
  if (!answer.ok) throw new Error('no ticket');
  const given = await answer.json();
  return { text: given.ticket, from: performance.now() + given.afterMs };
}
ready.catch(() => {});

async function send(again) {
  const given = await ready.catch(() => (ready = ticket()));
  await new Promise((go) => setTimeout(go, Math.max(0, given.from - performance.now())));
  const filled = new FormData(form);
  const body = { number: filled.get('number'), lineKey: form.dataset.line, ticket: given.text };
  for (const name of ['name', 'note', 'companyFax']) if (filled.get(name)) body[name] = filled.get(name);
  const answer = await fetch('/api/v1/public/requests', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  if (answer.ok) return null;
  const { error } = await answer.json();
  if (error.code === 'conflict' && again) {
    ready = ticket();
    return send(false);
  }
  return words[error.code] || words[error.field === 'number' ? 'bad-number' : 'later'];
}

form.addEventListener('submit', async (event) => {
  event.preventDefault();
  if (busy) return;
  busy = true;
  wrong.textContent = '';
  number.removeAttribute('aria-invalid');
  button.setAttribute('aria-disabled', 'true');
  button.textContent = words.sending;
  const why = number.value.trim() === '' ? words['bad-number'] : await send(true).catch(() => words.later);
  busy = false;
  button.removeAttribute('aria-disabled');
  button.textContent = words.send;
  if (why !== null) {
    wrong.textContent = why;
    number.setAttribute('aria-invalid', 'true');
    number.focus();
    return;
  }
  document.getElementById('lead').textContent = words.thanksMore;
  const title = document.getElementById('title');
  title.textContent = words.thanks;
  form.remove();
  title.focus();
});
`;
