import { isAscii } from 'node:buffer';
import type { Chunk } from './channel-block.ts';
import type { Frame } from './frame.ts';
import { type QuarantineReason, RAW_CAP } from './quarantined.ts';

/** Where the reader's finds go, synchronously and in order. */
export interface FrameSink {
  onFrame(frame: Frame): void;
  /** A block that is no message, or one over a limit. The next block is read as if nothing had happened. */
  onFault(reason: QuarantineReason, detail: string, name: string | null, raw: string): void;
  onBanner?(line: string): void;
  /** Events nobody wants are stepped over without being decoded. */
  wants?(eventName: string): boolean;
  /**
   * Takes the message that begins at `at`, when it is whole and known by its lines: where the next one may begin, or 0.
   */
  takeFamiliar?(chunk: Chunk, at: number): number;
}

/** What one stream may make us hold. */
export interface FrameLimits {
  readonly lineBytes: number;
  readonly frameBytes: number;
  readonly headers: number;
}

/** Asterisk's own lines stay under 4 KiB; these leave room for odd dialplans and none for a flood. */
export const frameLimits: FrameLimits = { lineBytes: 64 * 1024, frameBytes: 1024 * 1024, headers: 512 };

/** One reader per connection. */
export interface FrameReader {
  /** Takes the next bytes, split anywhere. The chunk is not kept. */
  push(chunk: Uint8Array): void;
  /** Bytes held because their message has not ended yet. */
  readonly held: number;
  /** Events stepped over so far. */
  readonly skipped: number;
}

const LF = 10;
const CR = 13;
const CRLF_END = '\n\r\n';
const LF_END = '\n\n';
const NEXT_EVENT = 'Event: ';
const NOWHERE = Number.POSITIVE_INFINITY;
const NOTHING = Buffer.alloc(0);

/**
 * Cuts a byte stream into AMI messages. Works on bytes, so that a character split between two chunks stays whole and
 * bytes that are not UTF-8 become U+FFFD inside their own value only. Ends of line may be CR LF or LF, mixed; blank
 * lines between messages do not matter. Two events in one block (seen on Asterisk 16) are two frames.
 */
export function createFrameReader(sink: FrameSink, limits: FrameLimits = frameLimits): FrameReader {
  let store: Buffer = NOTHING;
  let held = 0;
  let scanned = 0;
  let skipped = 0;
  let discarding = false;
  let bannerDue = true;
  /** How to read the bytes at hand: most hold nothing that has to be decoded. */
  let encoding: 'latin1' | 'utf8' = 'utf8';

  function push(chunk: Uint8Array): void {
    const bytes = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength);
    if (held === 0) {
      const used = consume(bytes, 0);
      if (used < bytes.length) append(bytes.subarray(used));
      return;
    }
    append(bytes);
    if (!bannerDue && !endsSomewhere(store.subarray(0, held), scanned) && held <= limits.frameBytes) {
      scanned = Math.max(0, held - 2);
      return;
    }
    const used = consume(store.subarray(0, held), scanned);
    if (used > 0) store.copyWithin(0, used, held);
    held -= used;
    if (held === 0 && store.length > limits.lineBytes) store = NOTHING;
  }

  function append(bytes: Buffer): void {
    if (held + bytes.length > store.length) {
      const larger = Buffer.allocUnsafe(Math.max(4096, 2 * (held + bytes.length)));
      store.copy(larger, 0, 0, held);
      store = larger;
    }
    bytes.copy(store, held);
    held += bytes.length;
  }

  /** Emits every whole message of `buf` and returns how many bytes are done with. `from`: what was searched before. */
  function consume(buf: Buffer, from: number): number {
    const end = buf.length;
    // One character per byte: places in `text` are places in `buf`, and searching text is the quickest search there is.
    const text = buf.toString('latin1');
    const ascii = isAscii(buf);
    encoding = ascii ? 'latin1' : 'utf8';
    const chunk = { text, bytes: buf, ascii };
    let start = 0;
    let crlfAt = -1;
    let lfAt = -1;
    let eventAt = -1;
    if (bannerDue) start = takeBanner(buf);
    let search = Math.max(from, start);
    for (;;) {
      if (!discarding) {
        while (start < end && isBreak(text.charCodeAt(start))) start++;
        const next = sink.takeFamiliar?.(chunk, start) ?? 0;
        if (next > 0) {
          start = next;
          continue;
        }
      }
      if (search < start) search = start;
      if (crlfAt < search) crlfAt = find(text, CRLF_END, search);
      let stop = crlfAt;
      if (stop === NOWHERE) {
        // Only where no CR LF end is left: an LF end before one shows by the next event's first line, see below.
        if (lfAt < search) lfAt = find(text, LF_END, search);
        stop = lfAt;
      }
      if (stop === NOWHERE) break;
      if (discarding) discarding = false;
      else {
        if (eventAt <= start) eventAt = findEvent(text, start + 1);
        while (eventAt < stop) {
          take(buf, text, start, eventAt);
          start = eventAt;
          eventAt = findEvent(text, start + 1);
        }
        take(buf, text, start, stop + 1);
      }
      start = stop + 2;
      search = start;
    }
    if (!discarding && end - start > limits.frameBytes) {
      sink.onFault('frame-too-long', `${limits.frameBytes} bytes`, null, rawOf(buf, start, end));
      discarding = true;
    }
    // The last two bytes may be the beginning of the blank line that ends the message.
    if (discarding) start = Math.max(start, end - 2);
    scanned = Math.max(0, end - start - 2);
    return start;
  }

  /** The greeting is one line without a blank line behind it; some proxies send another one, or none. */
  function takeBanner(buf: Buffer): number {
    let start = 0;
    while (start < buf.length && (buf[start] === LF || buf[start] === CR)) start++;
    const eol = buf.indexOf(LF, start);
    if (eol < 0) {
      if (buf.length > limits.lineBytes) bannerDue = false;
      return start;
    }
    bannerDue = false;
    const line = buf.toString('latin1', start, Math.min(eol, start + 256)).trim();
    if (line.includes(':') && !line.startsWith('Asterisk ')) return start;
    sink.onBanner?.(line);
    return eol + 1;
  }

  /** One block: `start` is its first byte, `behind` is behind its last line feed. */
  function take(buf: Buffer, text: string, start: number, behind: number): void {
    let end = behind;
    while (text.charCodeAt(end - 2) === LF) end--;
    const kind = kindAt(text, start);
    if (kind === null) {
      sink.onFault('no-event', 'first line', null, rawOf(buf, start, end));
      return;
    }
    let value = start + (kind === 'event' ? 6 : 9);
    let eol = text.indexOf('\n', value);
    if (text.charCodeAt(eol - 1) === CR) eol--;
    while (value < eol && text.charCodeAt(value) === 32) value++;
    const name = text.slice(value, Math.min(eol, value + 80));
    if (kind === 'event' && sink.wants && !sink.wants(name)) {
      skipped++;
      return;
    }
    const fault = end - start > 4 * limits.headers ? overLimit(buf, start, end) : null;
    if (fault) sink.onFault(fault, 'limit', name, rawOf(buf, start, end));
    else sink.onFrame({ kind, name, text: buf.toString(encoding, start, end) });
  }

  function overLimit(buf: Buffer, start: number, end: number): QuarantineReason | null {
    let lines = 0;
    for (let at = start; at < end; ) {
      const eol = buf.indexOf(LF, at);
      if (eol - at > limits.lineBytes) return 'line-too-long';
      if (++lines > limits.headers) return 'too-many-headers';
      at = eol + 1;
    }
    return null;
  }

  return {
    push,
    get held() {
      return held;
    },
    get skipped() {
      return skipped;
    },
  };
}

function find(text: string, wanted: string, from: number): number {
  const at = text.indexOf(wanted, from);
  return at < 0 ? NOWHERE : at;
}

/** Where a line begins with the word. Looked for without its line feed: a search is as slow as its first character is common. */
function findEvent(text: string, from: number): number {
  let at = text.indexOf(NEXT_EVENT, from);
  while (at > 0 && text.charCodeAt(at - 1) !== LF) at = text.indexOf(NEXT_EVENT, at + 1);
  return at < 0 ? NOWHERE : at;
}

/** Whether a message may end behind `from`; asked in bytes, because what is held is not worth decoding yet. */
function endsSomewhere(buf: Buffer, from: number): boolean {
  return buf.indexOf(CRLF_END, from, 'latin1') >= 0 || buf.indexOf(LF_END, from, 'latin1') >= 0;
}

function isBreak(code: number): boolean {
  return code === LF || code === CR;
}

function rawOf(buf: Buffer, start: number, end: number): string {
  return buf.toString('utf8', start, Math.min(end, start + RAW_CAP));
}

/** `Event:` or `Response:` in any letter case, else null. */
function kindAt(text: string, start: number): Frame['kind'] | null {
  if (text.startsWith('Event:', start)) return 'event';
  const word = text.slice(start, start + 9).toLowerCase();
  if (word.startsWith('event:')) return 'event';
  return word === 'response:' ? 'response' : null;
}
