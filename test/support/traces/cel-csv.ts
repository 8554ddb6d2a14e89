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

/** The first channel of a call. */
export interface Beginning {
  readonly linkedid: string;
  readonly callerName: string;
  readonly channel: string;
}

/** The calls that began in this stretch of CEL (columns as in cel_custom.conf), oldest first. */
export function beginnings(cel: string): Beginning[] {
  return rows(cel).flatMap(([type, , callerName = '', , , , channel = '', , , uniqueid, linkedid = '']) =>
    type === 'CHAN_START' && uniqueid === linkedid && !service.test(channel) ? [{ linkedid, callerName, channel }] : [],
  );
}

/** Their linkedids, oldest first. */
export const firstChannels = (cel: string): string[] => beginnings(cel).map(({ linkedid }) => linkedid);

/** Whether the last channel of a call is gone. */
export function isOver(cel: string, call: string): boolean {
  return rows(cel).some(([type, , , , , , , , , , linkedid]) => type === 'LINKEDID_END' && linkedid === call);
}
