import type { CallRecord } from '../call/call-record.ts';

/** What the dialplan tells the records about a call from outside, where CEL and CDR have no column for it. */
export interface Words {
  /** `CALLERID(pres)`; a number held back but known to the trunk can be told by nothing else. */
  readonly presentation: string;
  readonly did: string;
  readonly recording: string;
  /** Set where callers are turned away outside the opening hours. */
  readonly closed: string;
  readonly queueStatus: string;
  /** The leg of this PBX that left by a trunk and came back as this call. */
  readonly leg: string;
  /** Set where a caller pressed a key to be called back. */
  readonly request: string;
  /** Why our dialplan refused to place a callback. */
  readonly result: string;
}

/** Reads `pres=…,did=…,rec=…,closed=…,queue=…,leg=…,request=…,result=…`; a user field used for anything else tells nothing. The last word wins. */
export function wordsOf(userField: string): Words {
  const told = new Map<string, string>();
  for (const pair of userField.split(',')) {
    const at = pair.indexOf('=');
    if (at > 0 && at < pair.length - 1) told.set(pair.slice(0, at), pair.slice(at + 1));
  }
  const word = (name: string) => told.get(name) ?? '';
  return {
    presentation: word('pres'),
    did: word('did'),
    recording: word('rec'),
    closed: word('closed'),
    queueStatus: word('queue'),
    leg: word('leg'),
    request: word('request'),
    result: word('result'),
  };
}

/**
 * Where nothing tells whether the number was held back, it is taken as shown, so that the caller is called back; whoever
 * looks at the call is told so.
 */
export function withPresentation(record: CallRecord, told: boolean): CallRecord {
  if (told || record.direction !== 'inbound' || record.caller === null) return record;
  return { ...record, warnings: [...record.warnings, 'presentation_untold'] };
}
