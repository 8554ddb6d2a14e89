import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import mysql from 'mysql2/promise';
import { eventually } from './eventually.ts';
import { freeTcpPort } from './free-port.ts';

const server = '/usr/sbin/mariadbd';
const installer = '/usr/bin/mariadb-install-db';

/** Why no MariaDB can be started here, or null. */
export function mariaDbMissing(): string | null {
  return existsSync(server) && existsSync(installer)
    ? null
    : 'no MariaDB found; install Debian\'s packages "mariadb-server-core" and "mariadb-client-core"';
}

/** A MariaDB of a test's own, in a temporary folder, on a port of its own. */
export interface TestMariaDb {
  /** As `RINGBACK_RECORDS_DATABASE_URL` names it, with a user who may only read. */
  readonly url: string;
  readonly socketUrl: string;
  /** Runs statements as the owner, who keeps FreePBX's loose mode. */
  run(sql: string, values?: readonly unknown[]): Promise<void>;
  stop(): Promise<void>;
}

export async function startMariaDb(): Promise<TestMariaDb> {
  const dir = mkdtempSync(join(tmpdir(), 'rb-maria-'));
  const account = userInfo().username;
  const socket = join(dir, 'sock');
  const port = await freeTcpPort('127.0.0.1');
  const data = `--datadir=${join(dir, 'data')}`;
  const user = `--user=${account}`;
  execFileSync(installer, ['--no-defaults', data, user, '--auth-root-authentication-method=normal', '--skip-test-db'], {
    stdio: 'ignore',
  });
  const child = spawn(
    server,
    [
      '--no-defaults',
      data,
      user,
      `--socket=${socket}`,
      `--port=${port}`,
      '--bind-address=127.0.0.1',
      `--pid-file=${join(dir, 'pid')}`,
      '--innodb-flush-log-at-trx-commit=0',
      '--innodb-buffer-pool-size=32M',
    ],
    { stdio: 'ignore' },
  );
  const stop = async () => {
    if (child.exitCode === null && child.signalCode === null) {
      child.kill('SIGTERM');
      await once(child, 'exit');
    }
    rmSync(dir, { recursive: true, force: true });
  };
  const connect = () => mysql.createConnection({ socketPath: socket, user: 'root', charset: 'utf8mb4' });
  try {
    const owner = await eventually(connect, { withinMs: 30_000, everyMs: 100 });
    await owner.query('create database asteriskcdrdb');
    await owner.query("create user ringback@'%' identified by 'a p@ss/word'");
    await owner.query('grant select on asteriskcdrdb.* to ringback@`%`');
    await owner.query('use asteriskcdrdb');
    await owner.query("set sql_mode = '', time_zone = '+00:00'");
    const reader = `ringback:${encodeURIComponent('a p@ss/word')}`;
    return {
      url: `mysql://${reader}@127.0.0.1:${port}/asteriskcdrdb`,
      socketUrl: `mariadb://${reader}@localhost/asteriskcdrdb?socket=${encodeURIComponent(socket)}`,
      async run(sql, values = []) {
        await owner.query(sql, [...values]);
      },
      async stop() {
        await owner.end();
        await stop();
      },
    };
  } catch (cause) {
    await stop();
    throw cause;
  }
}
