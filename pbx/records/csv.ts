import { type FileHandle, open } from 'node:fs/promises';

/** Longest single record that is waited for; beyond it the file is no CSV of ours. */
const MAX_RECORD = 1024 * 1024;

/** Cuts CSV text into records as it comes in. Quoted fields may hold anything, line breaks and commas included. */
export class CsvCutter {
  #rest = '';

  /** The records that are whole now. What follows the last line end is kept for the next piece. */
  cut(piece: string): string[][] {
    const text = this.#rest + piece;
    const records: string[][] = [];
    const field = /(?:"([^"]*(?:""[^"]*)*)"|([^",\r\n]*))(,|\r?\n)/y;
    let record: string[] = [];
    let done = 0;
    for (;;) {
      const at = field.lastIndex;
      const match = field.exec(text);
      if (match === null) {
        const bad = at < text.length && this.#isDamaged(text, at);
        if (!bad) break;
        // A stray quote: the rest of this line is given up, the next one stands on its own.
        const next = text.indexOf('\n', at);
        if (next < 0) break;
        record = [];
        done = next + 1;
        field.lastIndex = done;
        continue;
      }
      record.push(match[1] === undefined ? (match[2] ?? '') : match[1].replaceAll('""', '"'));
      if (match[3] === ',') continue;
      if (record.length > 1) records.push(record);
      record = [];
      done = field.lastIndex;
    }
    this.#rest = text.slice(done);
    if (this.#rest.length > MAX_RECORD) this.#rest = afterLine(this.#rest);
    return records;
  }

  /** Damaged is what no further text can make whole: anything but an open quote or an unquoted field under way. */
  #isDamaged(text: string, at: number): boolean {
    const end = text[at] === '"' ? /"[^"]*(?:""[^"]*)*"/y : /[^",\r\n]*/y;
    end.lastIndex = at;
    if (!end.test(text)) return false;
    const after = text.slice(end.lastIndex, end.lastIndex + 2);
    return after !== '' && after !== '\r' && !/^(?:,|\r?\n)/.test(after);
  }
}

function afterLine(text: string): string {
  const end = text.indexOf('\n');
  return end < 0 ? '' : text.slice(end + 1);
}

interface Tail {
  readonly path: string;
  /** Finds the next record that surely begins a line: its first group is the text of its instant. */
  readonly record: RegExp;
  readonly timeOf: (found: RegExpExecArray) => number | null;
  readonly since: number;
}

const STEP = 512 * 1024;
const LOOK = 64 * 1024;
const PIECE = 64 * 1024;

/**
 * Yields the records of a growing CSV file from shortly before an instant on, a piece at a time so that nothing else
 * waits for it. Yields nothing when there is no such file.
 */
export async function* tailOfCsv({ path, record, timeOf, since }: Tail): AsyncGenerator<string[][]> {
  const file = await open(path, 'r').catch((cause: NodeJS.ErrnoException) => {
    if (cause.code === 'ENOENT') return null;
    throw cause;
  });
  if (file === null) return;
  try {
    const { size } = await file.stat();
    let from = size;
    while (from > 0) {
      from = Math.max(0, from - STEP);
      if (from === 0) break;
      const found = record.exec(await textAt(file, from, LOOK));
      const at = found === null ? null : timeOf(found);
      if (found === null || at === null || at > since) continue;
      // The line break before the record belongs to the one before it.
      from += found.index + 1;
      break;
    }
    const cutter = new CsvCutter();
    const decoder = new TextDecoder();
    for (let at = from; at < size; ) {
      const bytes = await bytesAt(file, at, Math.min(PIECE, size - at));
      if (bytes.length === 0) return;
      at += bytes.length;
      yield cutter.cut(decoder.decode(bytes, { stream: true }));
    }
  } finally {
    await file.close();
  }
}

/** As Latin-1, so that a place in the text is a place in the file. */
async function textAt(file: FileHandle, at: number, length: number): Promise<string> {
  return (await bytesAt(file, at, length)).toString('latin1');
}

async function bytesAt(file: FileHandle, at: number, length: number): Promise<Buffer> {
  const { buffer, bytesRead } = await file.read(Buffer.alloc(length), 0, length, at);
  return buffer.subarray(0, bytesRead);
}
