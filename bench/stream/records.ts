import { createFrameReader } from '../../pbx/ami/frame-reader.ts';
import { createEventParser, isUsedEvent } from '../../pbx/ami/parse-event.ts';
import type { CallRecord } from '../../server/domain/call/call-record.ts';
import { createCalls } from '../../server/domain/call/create-calls.ts';
import { defaultSite } from '../../server/domain/call/default-site.ts';
import type { SiteMap } from '../../server/domain/call/site-map.ts';
import { type StreamOptions, streamBytes } from './generate.ts';

/** The company of the stream: phones from 1001 on. */
export function streamSite(phones: number): SiteMap {
  const extensions = Array.from({ length: phones }, (_, n) => String(1001 + n));
  return {
    ...defaultSite,
    country: 'GB',
    phones: extensions.map((extension) => ({ device: `PJSIP/${extension}`, extension })),
  };
}

/** The judged calls of a stream, in the order they ended. */
export function judgedCalls(options: StreamOptions): CallRecord[] {
  const calls = createCalls(streamSite(options.phones ?? 40));
  const parse = createEventParser({ now: () => 0 });
  const records: CallRecord[] = [];
  const reader = createFrameReader({
    wants: isUsedEvent,
    onFrame(frame) {
      const event = parse(frame);
      if (event === null || !('event' in event)) return;
      for (const fact of calls.apply(event)) if (fact.type === 'call.ended') records.push(fact.record);
    },
    onFault(reason) {
      throw new Error(`The stream is not sound: ${reason}`);
    },
  });
  reader.push(streamBytes(options).bytes);
  return records;
}
