/** One request of a client: header names in lower case, repeated headers kept in order. */
export interface Action {
  readonly name: string;
  readonly id: string | null;
  get(header: string): string | null;
  all(header: string): readonly string[];
}

const longestRequest = 65_536;

/** Cuts a client's bytes into actions. Lines end in CRLF or LF, an empty line ends an action. */
export class ActionReader {
  #rest = '';
  #lines: string[] = [];
  #size = 0;

  /** The actions completed by this chunk; null when the client sends a request without end. */
  push(chunk: string): Action[] | null {
    const actions: Action[] = [];
    const lines = (this.#rest + chunk).split('\n');
    this.#rest = lines.pop() ?? '';
    for (const raw of lines) {
      const line = raw.endsWith('\r') ? raw.slice(0, -1) : raw;
      if (line !== '') {
        this.#lines.push(line);
        this.#size += line.length;
      } else if (this.#lines.length > 0) {
        actions.push(toAction(this.#lines));
        this.#lines = [];
        this.#size = 0;
      }
    }
    return this.#size + this.#rest.length > longestRequest ? null : actions;
  }
}

function toAction(lines: readonly string[]): Action {
  const headers: { name: string; value: string }[] = [];
  for (const line of lines) {
    const colon = line.indexOf(':');
    if (colon < 1) continue;
    headers.push({ name: line.slice(0, colon).trim().toLowerCase(), value: line.slice(colon + 1).trim() });
  }
  const all = (header: string) => headers.filter(({ name }) => name === header.toLowerCase()).map(({ value }) => value);
  const get = (header: string) => all(header)[0] ?? null;
  return { name: (get('action') ?? '').toLowerCase(), id: get('actionid'), get, all };
}
