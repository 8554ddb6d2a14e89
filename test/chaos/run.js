#!/usr/bin/env node
// npm run chaos -- --runs N --seed S [--real] [--cells C] [--only FAULT]
import { spawn } from 'node:child_process';
import { parseArgs } from 'node:util';

const text = { type: 'string' };
const options = { runs: text, seed: text, cells: text, only: text, real: { type: 'boolean' } };
const { real = false, ...values } = parseArgs({ options }).values;
const env = { ...process.env };
for (const [name, value] of Object.entries(values)) env[`RINGBACK_CHAOS_${name.toUpperCase()}`] = value;
const args = [
  'node_modules/vitest/vitest.mjs',
  'run',
  '--project',
  'e2e-busy',
  real ? 'test/e2e/chaos-real.test.ts' : 'test/e2e/chaos.test.ts',
  '--disable-console-intercept',
];
const child = spawn(process.execPath, args, { env, stdio: 'inherit' });
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => child.kill(signal));
child.on('exit', (code) => process.exit(code ?? 1));
