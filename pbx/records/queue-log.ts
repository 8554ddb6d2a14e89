import { open } from 'node:fs/promises';
import type { QueueLogRow, Recorded, RecordSource } from './record-rows.ts';

/** The last stretch of the file that is read: about a hundred thousand rows. */
const TAIL_BYTES = 8 * 1024 * 1024;

/** `queue_log` of app_queue. It knows queues only, so it never proves that a stretch of time is whole. */
export function queueLog(path: string): RecordSource {
  return { kind: 'queue_log', name: 'queue log', read: (since) => readQueueLog(path, since) };
}

/** The rows since an instant, in the order of the file. */
export async function readQueueLog(path: string, since: number): Promise<Recorded<QueueLogRow>> {
  const text = await tail(path);
  const rows = text.split('\n').flatMap((line) => {
    const [time = '', callId = '', queue = '', agent = '', event = '', ...data] = line.split('|');
    const at = Number(time) * 1000;
    return /^\d{9,11}$/.test(time) && callId !== '' && event !== '' && at >= since
      ? [{ at, callId, queue, agent, event, data }]
      : [];
  });
  return { rows, wholeFrom: null };
}

async function tail(path: string): Promise<string> {
  const file = await open(path, 'r').catch((cause: NodeJS.ErrnoException) => {
    if (cause.code === 'ENOENT') return null;
    throw cause;
  });
  if (file === null) return '';
  try {
    const { size } = await file.stat();
    const from = Math.max(0, size - TAIL_BYTES);
    const { buffer, bytesRead } = await file.read(Buffer.alloc(size - from), 0, size - from, from);
    return buffer.subarray(0, bytesRead).toString('utf8');
  } finally {
    await file.close();
  }
}
