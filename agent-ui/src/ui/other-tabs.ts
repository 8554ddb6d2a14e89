interface Watch {
  readonly key: string;
  readonly act: () => void;
  /** What was stored when the watch began. */
  readonly before: string | null;
}

let waiting: Watch[] | null = [];
const soon = (act: () => void): void => {
  if ('requestIdleCallback' in window) requestIdleCallback(act, { timeout: 1000 });
  else setTimeout(act, 0);
};

function listen({ key, act }: Watch): void {
  window.addEventListener('storage', (event) => {
    if (event.key === key) act();
  });
}

/**
 * Acts when another tab of this browser stores something under `key`. Listening begins once the page has nothing else to do: before a
 * browser takes such a listener it reads all that is stored, and the program stands still. What changed until then is acted on at that moment.
 */
export function whenStored(key: string, act: () => void): void {
  const watch = { key, act, before: localStorage.getItem(key) };
  if (!waiting) {
    listen(watch);
    return;
  }
  waiting.push(watch);
  if (waiting.length > 1) return;
  soon(() => {
    const all = waiting ?? [];
    waiting = null;
    for (const each of all) {
      listen(each);
      if (localStorage.getItem(each.key) !== each.before) each.act();
    }
  });
}
