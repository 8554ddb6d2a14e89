/**
 * One AMI message as it came: header lines, not yet cut up. Cutting happens on demand, because most messages of a
 * stream are never looked into.
 */
export interface Frame {
  readonly kind: 'event' | 'response';
  /** The event's name, or the response's word (Success, Error, Goodbye …). */
  readonly name: string;
  /** All lines, the first included, each ended by CR LF or LF; without the closing blank line. */
  readonly text: string;
}

/** Header values by lower-cased name. A repeated header is a list. Has no prototype, so any name is only a name. */
export type Headers = { readonly [name: string]: readonly string[] };

/** Cuts all headers out. Lines without a colon are left out. */
export function headersOf(frame: Frame): Headers {
  const headers: Record<string, string[]> = Object.create(null);
  for (const line of frame.text.split('\n')) {
    const colon = line.indexOf(':');
    if (colon < 1) continue;
    const name = line.slice(0, colon).trim().toLowerCase();
    const value = line.slice(colon + 1).trim();
    const list = headers[name];
    if (list) list.push(value);
    else headers[name] = [value];
  }
  return headers;
}

/** Cuts one header out: the first of that name in any letter case, or null. */
export function headerOf(frame: Frame, name: string): string | null {
  const { text } = frame;
  const exact = `\n${name}: `;
  const at = text.indexOf(exact);
  if (at >= 0) {
    const end = text.indexOf('\n', at + exact.length);
    return text.slice(at + exact.length, end < 0 ? text.length : end).trim();
  }
  return headersOf(frame)[name.toLowerCase()]?.[0] ?? null;
}
