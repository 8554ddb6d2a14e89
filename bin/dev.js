#!/usr/bin/env node
// Brings up everything for work on Ringback: compiler, server with the demonstration PBX, and the screens with hot reload.
// `npm run dev -- --trace FILE` plays a recorded trace through the verdict instead.
import { spawn, spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const bin = (name) => fileURLToPath(new URL(`../node_modules/.bin/${name}`, import.meta.url));
const run = (command, args) => spawn(command, args, { cwd: root, stdio: 'inherit' });

const built = spawnSync(bin('tsc'), ['-p', 'tsconfig.build.json'], { cwd: root, stdio: 'inherit' });
if (built.status !== 0) process.exit(built.status ?? 1);

const trace = process.argv.indexOf('--trace');
if (trace > 0) {
  run(process.execPath, ['bin/ringback.js', 'replay', ...process.argv.slice(trace + 1)]).on('exit', (code) =>
    process.exit(code ?? 1),
  );
} else {
  const children = [
    run(bin('tsc'), ['-p', 'tsconfig.build.json', '--watch', '--preserveWatchOutput']),
    run(process.execPath, ['--watch-path=dist', 'bin/ringback.js', 'start']),
    run(bin('vite'), []),
  ];
  const stop = () => {
    for (const child of children) child.kill('SIGTERM');
  };
  process.on('SIGINT', stop);
  process.on('SIGTERM', stop);
  for (const child of children) child.on('exit', stop);
}
