import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The processes of the database below this data folder, its first one before its children; empty when it does not run. */
export function postgresOf(dataDir: string): number[] {
  const file = join(dataDir, 'postgres', 'postmaster.pid');
  if (!existsSync(file)) return [];
  const first = Number(readFileSync(file, 'utf8').split('\n')[0]);
  const children = readdirSync('/proc').filter((pid) => {
    try {
      return (
        /^\d+$/.test(pid) && readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ')[1] === String(first)
      );
    } catch {
      return false; // gone meanwhile
    }
  });
  return [first, ...children.map(Number)];
}

/** Stops all processes of that database where they stand. Answers how to let them go on. */
export function freezePostgres(dataDir: string): () => void {
  const [first, ...children] = postgresOf(dataDir);
  if (first === undefined || children.length === 0) throw new Error('The database does not run');
  // The first one at once, so that it makes no more; whoever it made meanwhile is found by looking again.
  process.kill(first, 'SIGSTOP');
  const frozen = postgresOf(dataDir);
  for (const pid of frozen) process.kill(pid, 'SIGSTOP');
  return () => {
    for (const pid of frozen.toReversed()) process.kill(pid, 'SIGCONT');
  };
}
