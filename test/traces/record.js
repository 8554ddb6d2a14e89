// Records the traces of test/traces/own anew, on a real Asterisk: node test/traces/record.js [story …]
import { runnerImport } from 'vite';

const { module } = await runnerImport(new URL('../support/record-traces.ts', import.meta.url).pathname);
await module.recordTraces(process.argv.slice(2));
