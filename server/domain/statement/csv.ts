import { DateTime } from 'luxon';

/** A value of a table that leaves the house. */
export type Cell = string | number | boolean | null;

/**
 * One line of a CSV file (RFC 4180), every cell in quotes. What a spreadsheet would run as a formula gets an apostrophe
 * before it (names and numbers come from strangers); a plain telephone number stays as it is.
 */
export function csvLine(cells: readonly Cell[]): string {
  return `${cells.map(csvCell).join(',')}\r\n`;
}

function csvCell(cell: Cell): string {
  if (cell === null) return '""';
  const text = String(cell);
  const harmless = typeof cell !== 'string' || !/^[=+\-@\t\r]/.test(text) || /^\+[0-9]+$/.test(text);
  return `"${(harmless ? text : `'${text}`).replaceAll('"', '""')}"`;
}

/** An instant as ISO 8601 with the offset of the company's zone, to the second. */
export function csvInstant(at: number | null, timeZone: string): string | null {
  return at === null ? null : DateTime.fromMillis(at, { zone: timeZone }).toISO({ suppressMilliseconds: true });
}
