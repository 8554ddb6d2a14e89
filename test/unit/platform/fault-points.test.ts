import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, type MockInstance, test, vi } from 'vitest';
import { armFaultPoint, faultPoint, faultPoints } from '../../../server/platform/fault-points.ts';
import { readSource, sourceFiles } from '../house/source-files.ts';

describe('a fault point', () => {
  let kill: MockInstance<typeof process.kill>;

  beforeEach(() => {
    kill = vi.spyOn(process, 'kill').mockReturnValue(true);
  });

  afterEach(() => {
    kill.mockRestore();
    armFaultPoint({});
  });

  test('does nothing outside of a test, whatever is asked for', () => {
    armFaultPoint({ RINGBACK_FAULT_AT: 'call.ended' });
    faultPoint('call.ended');
    armFaultPoint({ RINGBACK_FAULT_AT: 'call.ended', RINGBACK_ENV: 'production' });
    faultPoint('call.ended');
    armFaultPoint({ RINGBACK_ENV: 'test' });
    for (const name of faultPoints) faultPoint(name);
    expect(kill).not.toHaveBeenCalled();
  });

  test('kills this process at its first pass, and only there', () => {
    armFaultPoint({ RINGBACK_FAULT_AT: 'call.ended', RINGBACK_ENV: 'test' });
    faultPoint('event.read');
    expect(kill).not.toHaveBeenCalled();
    faultPoint('call.ended');
    expect(kill.mock.calls).toEqual([[process.pid, 'SIGKILL']]);
  });

  test('freezes at the pass that was asked for, once', () => {
    armFaultPoint({ RINGBACK_FAULT_AT: 'event.read:stop:3', RINGBACK_ENV: 'test' });
    faultPoint('event.read');
    faultPoint('event.read');
    expect(kill).not.toHaveBeenCalled();
    for (let pass = 0; pass < 3; pass += 1) faultPoint('event.read');
    expect(kill.mock.calls).toEqual([[process.pid, 'SIGSTOP']]);
  });

  test('counts only while its file is there', () => {
    const folder = mkdtempSync(join(tmpdir(), 'ringback-fault-'));
    const file = join(folder, 'now');
    armFaultPoint({ RINGBACK_FAULT_AT: 'relay.told', RINGBACK_ENV: 'test', RINGBACK_FAULT_WHEN: file });
    faultPoint('relay.told');
    expect(kill).not.toHaveBeenCalled();
    writeFileSync(file, '');
    faultPoint('relay.told');
    expect(kill).toHaveBeenCalledOnce();
    rmSync(folder, { recursive: true });
  });

  test('of an unknown name is refused: the test would wait for nothing', () => {
    expect(() => armFaultPoint({ RINGBACK_FAULT_AT: 'calls.ended', RINGBACK_ENV: 'test' })).toThrow('no fault point');
  });

  test('each stands somewhere in the service', () => {
    const service = sourceFiles('.ts')
      .filter((path) => path.startsWith('server/compose/') || path === 'server/main.ts')
      .map(readSource)
      .join('\n');
    expect(faultPoints.filter((name) => !service.includes(`'${name}'`))).toEqual([]);
  });
});
