import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { readQueueLog } from '../../../pbx/records/queue-log.ts';
import { defaultSite } from '../../../server/domain/call/default-site.ts';
import { judgeQueueLog } from '../../../server/domain/records/judge-queue-log.ts';

const folder = join(import.meta.dirname, '../../traces/records');
const site = { ...defaultSite, country: 'GB' };

async function judged(story: string) {
  const { rows, wholeFrom } = await readQueueLog(join(folder, `${story}.queue_log`), 0);
  expect(wholeFrom).toBeNull();
  return judgeQueueLog(rows, site);
}

describe('callers of queues, from the queue log alone', () => {
  test('who was taken talked', async () => {
    const [call, ...more] = await judged('queue-answered');
    expect(more).toEqual([]);
    expect(call).toMatchObject({ direction: 'inbound', outcome: 'talked', caller: '+447700900123', queue: 'sales' });
    expect(call?.talkedMs).toBe(2_000);
    expect(call?.warnings).toContain('from_queue_log');
  });

  test.each(['queue-abandoned', 'queue-timeout'])('who was not is owed: %s', async (story) => {
    const [call, ...more] = await judged(story);
    expect(more).toEqual([]);
    expect(call).toMatchObject({ outcome: 'missed', reason: 'ended_unknown', caller: '+447700900123', line: null });
  });

  test('who still waits is left for another look, and lines that are none are passed over', async () => {
    const row = { at: 1, callId: '1.1', queue: 'sales', agent: 'NONE', event: 'ENTERQUEUE', data: ['', '1', '1'] };
    expect(judgeQueueLog([row], site)).toEqual([]);
    expect(await readQueueLog(join(folder, 'README.md'), 0)).toEqual({ rows: [], wholeFrom: null });
    expect(await readQueueLog(join(folder, 'nowhere'), 0)).toEqual({ rows: [], wholeFrom: null });
  });
});
