#!/usr/bin/env node
import { existsSync } from 'node:fs';

const entry = new URL('../dist/server/cli/main.js', import.meta.url);
if (!existsSync(entry)) {
  console.error('Ringback is not built yet. Run: npm run build');
  process.exit(1);
}
await import(entry.href);
