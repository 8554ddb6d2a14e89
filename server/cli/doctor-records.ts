import { open } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';
import type { Finding } from './doctor-checks.ts';

/** The test call's rows are the last ones; a busy PBX may have written others since. */
const TAIL_BYTES = 256 * 1024;
const WITHIN_MS = 2_000;
const LOOK_EVERY_MS = 100;

/** Whether the event log we are told to read holds the call that was just placed: the whole way from the PBX to us. */
export async function eventLogFinding(path: string | null, channelId: string | null): Promise<Finding> {
  if (path === null) {
    const what = 'no event log is given: calls that happen while the link is down cannot be looked up afterwards';
    return { state: 'unknown', what, cure: '.env: RINGBACK_CEL_CSV=/var/log/asterisk/cel-custom/Master.csv' };
  }
  const why = await lookFor(path, channelId);
  if (why === null) {
    const seen = channelId === null ? 'can be read' : 'holds the test call';
    return { state: 'ok', what: `the event log that RINGBACK_CEL_CSV names ${seen}` };
  }
  return {
    state: 'wrong',
    what: `the event log that RINGBACK_CEL_CSV names ${why}`,
    cure: '.env: RINGBACK_CEL_CSV=<astlogdir of asterisk.conf>/cel-custom/Master.csv, readable for us; cel_custom.conf: [mappings] as in pbx/asterisk/etc',
  };
}

/** Null when it is there. The PBX writes a moment after the call. */
async function lookFor(path: string, channelId: string | null): Promise<string | null> {
  const until = performance.now() + WITHIN_MS;
  for (;;) {
    const why = await look(path, channelId);
    if (why === null || performance.now() >= until) return why;
    await delay(LOOK_EVERY_MS);
  }
}

async function look(path: string, channelId: string | null): Promise<string | null> {
  try {
    const file = await open(path);
    try {
      const { size } = await file.stat();
      const from = Math.max(0, size - TAIL_BYTES);
      const { buffer, bytesRead } = await file.read(Buffer.alloc(Math.min(size, TAIL_BYTES)), 0, undefined, from);
      const there = channelId === null || buffer.subarray(0, bytesRead).includes(channelId);
      return there ? null : 'does not hold the test call';
    } finally {
      await file.close();
    }
  } catch (cause) {
    const code = cause instanceof Error && 'code' in cause ? String(cause.code) : 'error';
    return `cannot be read (${code})`;
  }
}
