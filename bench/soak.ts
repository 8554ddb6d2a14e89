import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { createFrameReader } from '../pbx/ami/frame-reader.ts';
import { createEventParser, isUsedEvent } from '../pbx/ami/parse-event.ts';
import { createCalls } from '../server/domain/call/create-calls.ts';
import { costOfAgents, type Memory } from './agents.ts';
import { rounded } from './measure.ts';
import type { Bench } from './result.ts';
import { streamOf } from './stream/generate.ts';
import { streamSite } from './stream/records.ts';

const PHONES = 400;

const AGENTS = 2000;

/** After two thorough cleanings. */
function cleaned(): NodeJS.MemoryUsage {
  setFlagsFromString('--expose-gc');
  const clean: unknown = runInNewContext('gc');
  if (typeof clean === 'function') for (let n = 0; n < 2; n += 1) clean();
  return process.memoryUsage();
}

function heapMb(): number {
  return cleaned().heapUsed / 1_048_576;
}

function memory(): Memory {
  const { heapUsed, external, rss } = cleaned();
  return { held: (heapUsed + external) / 1_048_576, given: rss / 1_048_576 };
}

/** Does reading and judging keep anything of calls that are over? */
export const soak: Bench = {
  name: 'soak',
  about:
    'heap after many calls (RINGBACK_BENCH_CALLS, usually 100,000) to that after a tenth; what 2,000 browsers cost',
  async run() {
    const calls = Number(process.env.RINGBACK_BENCH_CALLS ?? 100_000);
    const folded = createCalls(streamSite(PHONES));
    const parse = createEventParser({ now: () => 0 });
    let ended = 0;
    let unsound = 0;
    const reader = createFrameReader({
      wants: isUsedEvent,
      onFrame(frame) {
        const event = parse(frame);
        if (event === null) return;
        if (!('event' in event)) unsound += 1;
        else for (const fact of folded.apply(event)) if (fact.type === 'call.ended') ended += 1;
      },
      onFault() {
        unsound += 1;
      },
    });
    let early = Number.NaN;
    let text = '';
    const options = { seed: 4, calls, callsPerSecond: 50, startAt: 1_795_300_000_000, phones: PHONES };
    for (const frame of streamOf(options)) {
      text += frame.text;
      if (text.length < 65_536) continue;
      reader.push(Buffer.from(text, 'latin1'));
      text = '';
      if (Number.isNaN(early) && ended >= calls / 10) early = heapMb();
    }
    reader.push(Buffer.from(text, 'latin1'));
    text = '';
    const late = heapMb();
    if (ended !== calls || unsound > 0)
      throw new Error(`${ended} of ${calls} calls ended, ${unsound} messages unsound`);
    const agents = await costOfAgents(AGENTS, memory);
    return {
      lines: [
        `heap ${rounded(early)} MB after ${calls / 10} calls, ${rounded(late)} MB after ${calls}; ${folded.size()} still live`,
        `${AGENTS} connected browsers hold ${rounded(agents.held)} MB; the process grew by ${rounded(agents.given)} MB`,
      ],
      figures: [
        { name: 'heapLateToEarly', value: rounded(late / early), most: 1.05 },
        { name: 'agentsMb', value: rounded(Math.max(agents.held, agents.given)), most: 60 },
      ],
    };
  },
};
