/** The rows of a CSV text with quoted fields that may hold anything, line breaks included. */
function rows(text: string): string[][] {
  const found: string[][] = [[]];
  const field = /(?:"((?:[^"]|"")*)"|([^,\n]*))(,|\r?\n|$)/y;
  while (field.lastIndex < text.length) {
    const match = field.exec(text);
    if (!match) break;
    found.at(-1)?.push((match[1] ?? match[2] ?? '').replaceAll('""', '"'));
    if (match[3] !== ',') found.push([]);
  }
  return found.filter((row) => row.length > 1);
}

/** Parts of the PBX itself that begin a linkedid of their own: announcers, spies. */
const service = /^(CBAnn|CBRec|Snoop|Announcer|Recorder|Bridge)\//;

/** Linkedids of the calls that began in this stretch of CEL (columns as in cel_custom.conf), oldest first. */
export function firstChannels(cel: string): string[] {
  return rows(cel)
    .filter(
      ([type, , , , , , channel = '', , , uniqueid, linkedid]) =>
        type === 'CHAN_START' && uniqueid === linkedid && !service.test(channel),
    )
    .map(([, , , , , , , , , uniqueid = '']) => uniqueid);
}

/** Whether the last channel of a call is gone. */
export function isOver(cel: string, call: string): boolean {
  return rows(cel).some(([type, , , , , , , , , , linkedid]) => type === 'LINKEDID_END' && linkedid === call);
}
