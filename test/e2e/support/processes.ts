import { readdirSync, readFileSync } from 'node:fs';

/** Processes that name the data folder on their command line or in their environment: the service and its database. */
export function processesOf(dataDir: string): string[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name) && Number(name) !== process.pid)
    .filter((pid) => {
      try {
        const told = readFileSync(`/proc/${pid}/cmdline`, 'utf8') + readFileSync(`/proc/${pid}/environ`, 'utf8');
        return told.includes(dataDir);
      } catch {
        return false; // gone meanwhile, or another user's
      }
    });
}
