import { loadEnvironmentFile } from './environment-file.ts';

/** A command: its arguments, where it writes, its exit code. */
type Command = (args: string[], out: NodeJS.WritableStream, err: NodeJS.WritableStream) => Promise<number>;

interface Entry {
  readonly words: string;
  readonly does: string;
  readonly load: () => Promise<Command>;
}

const commands: Readonly<Record<string, Entry>> = {
  start: {
    words: 'start',
    does: 'run the service (with the demonstration PBX unless AMI_HOST is set)',
    load: async () => (await import('./start.ts')).start,
  },
  provision: {
    words: 'provision SITE.yaml [--dry-run]',
    does: 'write lines, people, phones, queues and contacts from a file',
    load: async () => (await import('./provision.ts')).provision,
  },
  replay: {
    words: 'replay FILE… | --from CEL.csv [--site SITE.yaml] [--at-speed[=FACTOR]]',
    does: 'judge a recorded AMI stream or the event log of a PBX, one JSON line per call',
    load: async () => (await import('./replay.ts')).replay,
  },
  record: {
    words: 'record --out FILE [--seconds N]',
    does: 'write down the live stream with fictitious numbers and names, ready for replay',
    load: async () => (await import('./record.ts')).record,
  },
  doctor: {
    words: 'doctor',
    does: 'check the PBX accounts, events, records and dialplan; print the exact line to add',
    load: async () => (await import('./doctor.ts')).doctor,
  },
  audit: {
    words: 'audit [--chain [--head HASH]]',
    does: 'check the ledger (S1 to S6), and with --chain that its history was never rewritten; exit 1 on a violation',
    load: async () => (await import('./audit.ts')).audit,
  },
  migrate: {
    words: 'migrate',
    does: 'bring the database up to date',
    load: async () => (await import('./migrate.ts')).migrate,
  },
};

function help(): string {
  const width = Math.max(...Object.values(commands).map(({ words }) => words.length));
  const lines = Object.values(commands).map(({ words, does }) => `  ringback ${words.padEnd(width)}  ${does}`);
  return `Ringback: every customer who called and reached nobody is called back.\n\n${lines.join('\n')}\n`;
}

async function run(): Promise<number> {
  const [name = 'help', ...args] = process.argv.slice(2);
  if (['help', '--help', '-h'].includes(name)) {
    process.stdout.write(help());
    return 0;
  }
  const entry = Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (!entry) {
    process.stderr.write(`There is no command "${name}".\n\n${help()}`);
    return 2;
  }
  loadEnvironmentFile();
  const command = await entry.load();
  return command(args, process.stdout, process.stderr);
}

try {
  process.exitCode = await run();
} catch (cause) {
  process.stderr.write(`${cause instanceof Error ? cause.message : String(cause)}\n`);
  process.exitCode = 1;
}
