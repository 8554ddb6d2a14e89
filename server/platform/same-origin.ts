/** The parts of a request's head that say where it comes from. */
interface Head {
  readonly origin?: string | undefined;
  readonly 'sec-fetch-site'?: string | string[] | undefined;
}

/** Whether a request was made by our own pages: the browser says so, or its Origin is the address it was sent to. */
export function isSameOrigin(headers: Head, host: string | undefined, publicUrl: string | null): boolean {
  const { origin } = headers;
  if (origin === undefined) return headers['sec-fetch-site'] === 'same-origin';
  if (publicUrl !== null && origin === publicUrl) return true;
  if (host === undefined || !URL.canParse(origin)) return false;
  // A default port may be written out in one and left out in the other.
  const from = new URL(origin);
  const here = `${from.protocol}//${host}`;
  return URL.canParse(here) && new URL(here).host === from.host && from.host !== '';
}

/** A request from this very machine that no proxy has passed on. */
export function isFromHere(request: {
  readonly socket: { readonly remoteAddress?: string | undefined };
  readonly headers: Readonly<Record<string, unknown>>;
}): boolean {
  const address = request.socket.remoteAddress ?? '';
  const local = address === '::1' || /^(::ffff:)?127\./.test(address);
  const passedOn = ['forwarded', 'x-forwarded-for', 'x-real-ip', 'via'].some((name) => name in request.headers);
  return local && !passedOn;
}

/** Name of the cookie that carries a browser's session. */
export const sessionCookie = 'rb_session';

/** The session's secret in a Cookie header, for connections that no cookie parser sees. */
export function sessionIn(cookieHeader: string | undefined): string | undefined {
  const mark = `${sessionCookie}=`;
  const pair = cookieHeader?.split(';').find((part) => part.trim().startsWith(mark));
  return pair?.trim().slice(mark.length);
}
