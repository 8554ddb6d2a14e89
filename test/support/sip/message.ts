/** SIP messages as plain values (RFC 3261): read from a datagram, written to one. Headers keep their order. */
export type Headers = readonly (readonly [name: string, value: string])[];

interface Common {
  readonly headers: Headers;
  readonly body: string;
}
export interface SipRequest extends Common {
  readonly kind: 'request';
  readonly method: string;
  readonly uri: string;
}
export interface SipResponse extends Common {
  readonly kind: 'response';
  readonly status: number;
  readonly reason: string;
}
export type SipMessage = SipRequest | SipResponse;

const compact: Readonly<Record<string, string>> = {
  v: 'via',
  f: 'from',
  t: 'to',
  i: 'call-id',
  m: 'contact',
  l: 'content-length',
  c: 'content-type',
  r: 'refer-to',
  b: 'referred-by',
};

function fullName(name: string): string {
  const lower = name.toLowerCase();
  return compact[lower] ?? lower;
}

/** The first value of a header, or an empty string. */
export function header(message: SipMessage, name: string): string {
  const wanted = fullName(name);
  return message.headers.find(([key]) => fullName(key) === wanted)?.[1] ?? '';
}

/** Reads one datagram; null when it is not a SIP message (keep-alives, noise). */
export function parseMessage(datagram: Buffer): SipMessage | null {
  const text = datagram.toString('utf8');
  const split = text.indexOf('\r\n\r\n');
  const head = split < 0 ? text : text.slice(0, split);
  const body = split < 0 ? '' : text.slice(split + 4);
  const [first = '', ...lines] = head.replace(/\r\n[ \t]+/g, ' ').split('\r\n');
  const headers = lines.flatMap((line): [string, string][] => {
    const colon = line.indexOf(':');
    return colon < 1 ? [] : [[line.slice(0, colon).trim(), line.slice(colon + 1).trim()]];
  });
  const response = /^SIP\/2\.0 (\d{3}) ?(.*)$/.exec(first);
  if (response) return { kind: 'response', status: Number(response[1]), reason: response[2] ?? '', headers, body };
  const request = /^([A-Z]+) (\S+) SIP\/2\.0$/.exec(first);
  if (request) return { kind: 'request', method: request[1] ?? '', uri: request[2] ?? '', headers, body };
  return null;
}

/** The bytes of a message; Content-Length is added here and nowhere else. */
export function buildMessage(message: SipMessage): Buffer {
  const first =
    message.kind === 'request'
      ? `${message.method} ${message.uri} SIP/2.0`
      : `SIP/2.0 ${message.status} ${message.reason}`;
  const lines = [first, ...message.headers.map(([name, value]) => `${name}: ${value}`)];
  lines.push(`Content-Length: ${Buffer.byteLength(message.body)}`);
  return Buffer.from(`${lines.join('\r\n')}\r\n\r\n${message.body}`, 'utf8');
}

const reasons: Readonly<Record<number, string>> = {
  100: 'Trying',
  180: 'Ringing',
  200: 'OK',
  202: 'Accepted',
  404: 'Not Found',
  480: 'Temporarily Unavailable',
  481: 'Call/Transaction Does Not Exist',
  486: 'Busy Here',
  487: 'Request Terminated',
  503: 'Service Unavailable',
  603: 'Decline',
};

/** A response that carries back what the request must be matched by; `toTag` marks our side of the dialog. */
export function responseTo(
  request: SipRequest,
  status: number,
  options: { readonly toTag?: string; readonly headers?: Headers; readonly body?: string } = {},
): SipResponse {
  const copied = request.headers
    .filter(([name]) => ['via', 'from', 'to', 'call-id', 'cseq'].includes(fullName(name)))
    .map(([name, value]): [string, string] =>
      fullName(name) === 'to' && options.toTag && !value.includes(';tag=')
        ? [name, `${value};tag=${options.toTag}`]
        : [name, value],
    );
  return {
    kind: 'response',
    status,
    reason: reasons[status] ?? 'Unknown',
    headers: [...copied, ...(options.headers ?? [])],
    body: options.body ?? '',
  };
}

/** A parameter of a header value: `tag` of From, `branch` of Via. */
export function parameter(value: string, name: string): string {
  return new RegExp(`;${name}=([^;,\\s>]+)`, 'i').exec(value)?.[1] ?? '';
}

/** The address of a From, To or Contact value. */
export function addressOf(value: string): { readonly uri: string; readonly user: string; readonly name: string } {
  const bracketed = /^\s*(?:"((?:[^"\\]|\\.)*)"|([^<"]*))\s*<([^>]*)>/.exec(value);
  const uri = bracketed?.[3] ?? value.split(';')[0]?.trim() ?? '';
  const user = /^sips?:([^@;]*)@/.exec(uri)?.[1] ?? '';
  return { uri, user, name: (bracketed?.[1] ?? bracketed?.[2] ?? '').trim() };
}

/** The number part of CSeq. */
export function cseqOf(message: SipMessage): { readonly number: number; readonly method: string } {
  const [number = '0', method = ''] = header(message, 'CSeq').split(/\s+/);
  return { number: Number(number), method };
}
