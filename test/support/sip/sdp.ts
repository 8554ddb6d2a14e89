import type { Address } from './socket.ts';

export type MediaDirection = 'sendrecv' | 'sendonly' | 'recvonly' | 'inactive';

/** One audio stream: G.711 mu-law and RFC 4733 digits, the least that every PBX speaks. */
export function buildSdp(media: Address, direction: MediaDirection, version: number): string {
  return [
    'v=0',
    `o=- 1 ${version} IN IP4 ${media.host}`,
    's=-',
    `c=IN IP4 ${media.host}`,
    't=0 0',
    `m=audio ${media.port} RTP/AVP 0 101`,
    'a=rtpmap:0 PCMU/8000',
    'a=rtpmap:101 telephone-event/8000',
    'a=fmtp:101 0-16',
    'a=ptime:20',
    `a=${direction}`,
    '',
  ].join('\r\n');
}

/** Where the other side wants its sound, and whether it holds us; null when the body offers no audio. */
export function readSdp(body: string): (Address & { readonly direction: MediaDirection }) | null {
  const host = /^c=IN IP4 (\S+)/m.exec(body)?.[1];
  const port = Number(/^m=audio (\d+)/m.exec(body)?.[1] ?? 0);
  if (!host || port === 0) return null;
  const found = /^a=(sendrecv|sendonly|recvonly|inactive)\s*$/m.exec(body)?.[1];
  const direction: MediaDirection =
    found === 'sendonly' || found === 'recvonly' || found === 'inactive' ? found : 'sendrecv';
  return { host, port, direction };
}
