import { spawn } from 'node:child_process';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { eventually } from '../support/eventually.ts';
import { projectRoot } from '../support/service.ts';
import { processesOf } from './support/processes.ts';

test('a start that is interrupted leaves no process behind', async () => {
  const dataDir = await mkdtemp(join(tmpdir(), 'rb-interrupted-'));
  await chmod(dataDir, 0o755);
  const child = spawn(process.execPath, ['bin/ringback.js', 'start'], {
    cwd: projectRoot,
    env: { ...process.env, RINGBACK_PORT: '0', RINGBACK_DATA_DIR: dataDir },
    stdio: 'ignore',
  });
  const code = new Promise<number | null>((done) => child.once('exit', done));
  // The service and its database: the start is under way, and far from ready.
  await eventually(() => expect(processesOf(dataDir).length).toBeGreaterThan(2), { withinMs: 30_000 });
  child.kill('SIGTERM');
  expect(await code).toBe(0);
  await eventually(() => expect(processesOf(dataDir)).toEqual([]), { withinMs: 15_000 });
  await rm(dataDir, { recursive: true, force: true });
});
