import { execFileSync } from 'node:child_process';
import { dirname, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { browserMissing } from './require.ts';

/** The e2e suite runs the built product, so it is built once before it, unless nothing of it can run anyway. */
export default function setup(): void {
  if (browserMissing() !== null) return;
  const root = resolve(dirname(fileURLToPath(import.meta.url)), '../..');
  execFileSync('npm', ['run', 'build', '--silent'], { cwd: root, stdio: ['ignore', 'ignore', 'inherit'] });
}
