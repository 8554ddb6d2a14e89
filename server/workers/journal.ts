import { type FileHandle, mkdir, open } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { Judged } from './log-writer.ts';

type Log = Record<'warn' | 'error', (fields: object, sentence: string) => void>;

interface Options {
  readonly path: string;
  readonly log: Log;
  readonly maxBytes?: number;
}

/**
 * Finished calls on this machine's own disk while the database is away: one JSON line each, in their order, forced to
 * the disk before `append` resolves.
 */
export interface Journal {
  /** What an earlier run left behind, oldest first. */
  readonly left: readonly Judged[];
  readonly bytes: number;
  /** False when nothing was kept: the bound is reached, or the disk refuses. */
  append(judged: readonly Judged[]): Promise<boolean>;
  /** All of it is in the database now. */
  clear(): Promise<void>;
  close(): Promise<void>;
}

/** About twenty thousand calls. */
const MAX_BYTES = 64 * 1024 * 1024;

/** Opens the journal and reads what is in it. A last line that was torn by a power cut or a kill is cut off. */
export async function openJournal({ path, log, maxBytes = MAX_BYTES }: Options): Promise<Journal> {
  await mkdir(dirname(path), { recursive: true });
  const file = await open(path, 'a+', 0o600);
  const { left, whole, bad } = readLines(await file.readFile());
  if (bad > 0) log.error({ path, bad }, 'The journal holds lines that are not calls; they are passed over.');
  let bytes = whole;
  await file.truncate(whole);
  let work: Promise<unknown> = Promise.resolve();

  function inTurn<T>(act: () => Promise<T>): Promise<T> {
    const next = work.then(act);
    work = next.catch(() => {});
    return next;
  }

  async function write(lines: Buffer): Promise<boolean> {
    if (bytes + lines.length > maxBytes) {
      log.error({ path, bytes }, 'The journal is full: finished calls are kept in memory only.');
      return false;
    }
    try {
      await file.appendFile(lines);
      await file.datasync();
      bytes += lines.length;
      return true;
    } catch (cause) {
      log.error({ err: cause, path }, 'The journal could not be written: finished calls are kept in memory only.');
      await cutBack(file, bytes);
      return false;
    }
  }

  return {
    left,
    get bytes() {
      return bytes;
    },
    append: (judged) => inTurn(() => write(Buffer.from(judged.map((one) => `${JSON.stringify(one)}\n`).join('')))),
    clear: () =>
      inTurn(async () => {
        if (bytes === 0) return;
        await file.truncate(0);
        await file.datasync();
        bytes = 0;
      }),
    async close() {
      await work;
      await file.close();
    },
  };
}

/** Half a line must not stand before the next one; when even this fails, the next start cuts it off. */
async function cutBack(file: FileHandle, bytes: number): Promise<void> {
  await file.truncate(bytes).catch(() => {});
}

function readLines(content: Buffer): { left: Judged[]; whole: number; bad: number } {
  const whole = content.lastIndexOf(0x0a) + 1;
  const left: Judged[] = [];
  let bad = 0;
  for (const line of content.subarray(0, whole).toString('utf8').split('\n')) {
    if (line === '') continue;
    const judged = parsed(line);
    if (judged === null) bad += 1;
    else left.push(judged);
  }
  return { left, whole, bad };
}

function parsed(line: string): Judged | null {
  try {
    const value: unknown = JSON.parse(line);
    return isJudged(value) ? value : null;
  } catch {
    return null;
  }
}

/** The line is our own writing; looked at is what a foreign or damaged one would lack. */
function isJudged(value: unknown): value is Judged {
  if (!isObject(value) || typeof value.liveId !== 'string' || typeof value.bootKey !== 'string') return false;
  const { record } = value;
  if (!isObject(record) || typeof record.linkedid !== 'string' || record.linkedid === '') return false;
  const lists = [record.linkedids, record.legs, record.offers, record.talks, record.recordings, record.warnings];
  return Number.isFinite(record.startedAt) && Number.isFinite(record.endedAt) && lists.every(Array.isArray);
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}
