import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { readCelCsv } from '../../../pbx/records/cel-csv.ts';
import { CsvCutter } from '../../../pbx/records/csv.ts';
import { instantOf, zoneShift } from '../../../pbx/records/instants.ts';
import { celText } from '../../support/records/cel-generator.ts';

const text = '"a","b ""c"", d",3,\r\n"line\nbreak","","x"\n';
const whole = [
  ['a', 'b "c", d', '3', ''],
  ['line\nbreak', '', 'x'],
];

describe('CSV as Asterisk writes it', () => {
  test('is cut the same in pieces of any size', () => {
    for (let size = 1; size <= text.length; size += 1) {
      const cutter = new CsvCutter();
      const records: string[][] = [];
      for (let at = 0; at < text.length; at += size) records.push(...cutter.cut(text.slice(at, at + size)));
      expect(records, `in pieces of ${size}`).toEqual(whole);
    }
  });

  test('a damaged line is given up, the next one stands on its own', () => {
    const cutter = new CsvCutter();
    expect(cutter.cut('"a"x,"b"\n"c","d"\ne"f,g\n"h","i"\n')).toEqual([
      ['c', 'd'],
      ['h', 'i'],
    ]);
  });

  test('a quote that is never closed costs no memory without end', () => {
    const cutter = new CsvCutter();
    for (let n = 0; n < 40; n += 1) expect(cutter.cut(`${n === 0 ? '"' : ''}${'x'.repeat(65_536)}`)).toEqual([]);
    cutter.cut('"\n');
    expect(cutter.cut('"a","b"\n')).toEqual([['a', 'b']]);
    const flood = new CsvCutter();
    for (let n = 0; n < 40; n += 1) flood.cut(`${n === 0 ? '"' : ''}${'x'.repeat(65_535)}\n`);
    expect(flood.cut('"a","b"\n').at(-1)).toEqual(['a', 'b']);
  });

  test('half a million random characters are survived', () => {
    const cutter = new CsvCutter();
    let seed = 7;
    for (let n = 0; n < 500; n += 1) {
      let piece = '';
      for (let k = 0; k < 1000; k += 1) {
        seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648;
        piece += '",\r\nab1{'[seed % 9];
      }
      cutter.cut(piece);
    }
    // Whatever quote was left open: a closed one and a line end bring it back.
    cutter.cut('"x\n"x\n');
    cutter.cut('\n');
    expect(cutter.cut('"a","b"\n').at(-1)).toEqual(['a', 'b']);
  });
});

describe('the end of a long CEL file', () => {
  let folder: string;
  let path: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'rb-csv-'));
    path = join(folder, 'Master.csv');
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  const start = 1_795_000_000_000;
  const calls = (from: number, to: number) =>
    Array.from({ length: to - from }, (_, index) => {
      const startedAt = start + (from + index) * 10_000;
      const linkedid = `${startedAt / 1000}.${(from + index) * 2}`;
      return { linkedid, caller: '+447700900123', startedAt, talkedMs: 1_000 };
    });
  const begun = (rows: readonly { type: string; uniqueid: string; linkedid: string }[]) =>
    rows.filter((row) => row.type === 'CHAN_START' && row.uniqueid === row.linkedid).map(({ linkedid }) => linkedid);

  test('is read from shortly before the wanted instant, whole, and not from the beginning', async () => {
    const all = calls(0, 3_000);
    writeFileSync(path, celText(all));
    const since = start + 2_900 * 10_000;
    const { rows, wholeFrom } = await readCelCsv(path, since);
    expect(begun(rows).slice(-100)).toEqual(all.slice(2_900).map(({ linkedid }) => linkedid));
    expect(wholeFrom).toBeLessThanOrEqual(since);
    expect(begun(rows).length).toBeLessThan(1_000);
  });

  test('goes on in the rotated file', async () => {
    writeFileSync(`${path}.1`, celText(calls(0, 50)));
    writeFileSync(path, celText(calls(50, 60)));
    const { rows } = await readCelCsv(path, start + 45 * 10_000);
    expect(begun(rows).slice(-15)).toEqual(calls(45, 60).map(({ linkedid }) => linkedid));
  });

  test('a name made of quotes and line breaks is a name and no row', async () => {
    const name =
      '\n"HANGUP","1795000000.1","","","","","PJSIP/trunk-00000000","","","1795000000.0","1795000000.0","","",""\n';
    writeFileSync(
      path,
      celText([{ ...calls(0, 1)[0], caller: name, linkedid: '1795000000.0', startedAt: start, talkedMs: 1_000 }]),
    );
    const { rows } = await readCelCsv(path, 0);
    expect(rows.filter(({ type }) => type === 'HANGUP')).toHaveLength(2);
    expect(rows[0]?.cidNum).toBe(name);
  });

  test('no file is no rows', async () => {
    expect(await readCelCsv(path, 0)).toEqual({ rows: [], wholeFrom: null });
  });
});

describe('instants', () => {
  test('are read as an epoch, as a wall clock, and with their zone', () => {
    expect(instantOf('1795299431.996992')).toEqual({ at: 1_795_299_431_996, wall: false });
    expect(instantOf('2026-11-21 22:17:11.5')).toEqual({ at: Date.UTC(2026, 10, 21, 22, 17, 11, 500), wall: true });
    expect(instantOf('2026-11-21 22:17:11+00')).toEqual({ at: Date.UTC(2026, 10, 21, 22, 17, 11), wall: false });
    expect(instantOf('yesterday')).toBeNull();
  });

  test('a wall clock is set right by the id of its channel, half hours included', () => {
    const at = 1_795_299_431_000;
    expect(zoneShift(at + 12_600_000 + 800, '1795299431.0')).toBe(12_600_000);
    expect(zoneShift(at - 18_000_000, 'pbx1-1795299431.0')).toBe(-18_000_000);
    expect(zoneShift(at, 'b76afc60-e4c0-43c1-9b60-0ece183af34b')).toBeNull();
  });
});
