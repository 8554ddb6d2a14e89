/** Replies are small; more than this without a blank line is no reply. */
const MAX_PENDING_BYTES = 1024 * 1024;

const END = Buffer.from('\r\n\r\n');

/**
 * Lets only plain replies through to `asterisk-manager`. Whatever else a PBX may send, it reads as signals of its own:
 * an event named `rawevent` (a caller can forge one) makes it emit to itself for ever, and `Response: Follows` makes it
 * swallow all later replies (0.2.0).
 *
 * Returns null when the peer sends something that is no reply and has no end.
 */
export function createReplyFilter(): (bytes: Uint8Array) => Buffer | null {
  let held: Buffer = Buffer.alloc(0);
  return (bytes) => {
    held = held.length === 0 ? Buffer.from(bytes) : Buffer.concat([held, bytes]);
    const replies: Buffer[] = [];
    let start = 0;
    for (let end = held.indexOf(END); end >= 0; end = held.indexOf(END, start)) {
      const block = held.subarray(start, end + END.length);
      start = end + END.length;
      const reply = replyIn(block);
      if (reply) replies.push(reply);
    }
    held = held.subarray(start);
    return held.length > MAX_PENDING_BYTES ? null : Buffer.concat(replies);
  };
}

function replyIn(block: Buffer): Buffer | null {
  const text = block.toString('utf8');
  const lines = text.split(/\r?\n/).filter((line) => line !== '');
  // The greeting comes glued to the first reply: a line without a colon.
  if (lines[0] !== undefined && !lines[0].includes(':')) lines.shift();
  if (!/^Response:/i.test(lines[0] ?? '') || /^Response:.*follow/i.test(lines[0] ?? '')) return null;
  if (lines.some((line) => /^\s*event\s*:/i.test(line))) return null;
  return Buffer.from(`${lines.join('\r\n')}\r\n\r\n`);
}
