/** One message of the bare parser: its name, and headers cut out when asked for. */
export interface BareEvent {
  readonly name: string;
  get(header: string): string | null;
}

class LazyEvent implements BareEvent {
  readonly name: string;
  readonly #text: string;
  constructor(name: string, text: string) {
    this.name = name;
    this.#text = text;
  }
  get(header: string): string | null {
    const wanted = `\r\n${header}: `;
    const at = this.#text.indexOf(wanted);
    if (at < 0) return null;
    const from = at + wanted.length;
    const end = this.#text.indexOf('\r\n', from);
    return this.#text.slice(from, end < 0 ? undefined : end);
  }
}

/**
 * The least an AMI reader can do, as the yardstick of the others: cut at blank lines, read the event's name, cut headers
 * out when asked. No caps, no checks, no other dialects, no defence against a caller who forges messages.
 */
export function createBareParser(onEvent: (event: BareEvent) => void): { push(chunk: Buffer): void } {
  const decoder = new TextDecoder();
  let rest = '';
  return {
    push(chunk) {
      const text = rest + decoder.decode(chunk, { stream: true });
      let from = 0;
      for (let end = text.indexOf('\r\n\r\n', from); end >= 0; end = text.indexOf('\r\n\r\n', from)) {
        const colon = text.indexOf('Event: ', from);
        if (colon >= 0 && colon < end) {
          const eol = text.indexOf('\r\n', colon);
          onEvent(new LazyEvent(text.slice(colon + 7, eol), text.slice(from, end)));
        }
        from = end + 4;
      }
      rest = text.slice(from);
    },
  };
}
