// Records the traces of test/traces/own anew, on a real Asterisk: node test/traces/record.js [story …]
// With --records: what the PBX itself writes down (CEL, CDR, queue_log), into test/traces/records.
import { runnerImport } from 'vite';

const { module } = await runnerImport(new URL('../support/record-traces.ts', import.meta.url).pathname);
const records = process.argv.includes('--records');
const names = process.argv.slice(2).filter((word) => !word.startsWith('--'));
await module.recordTraces(names, records ? 'records' : 'own');
