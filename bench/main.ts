import { board } from './board.ts';
import { claim } from './claim.ts';
import { ingest } from './ingest.ts';
import { log } from './log.ts';
import { match } from './match.ts';
import { painted } from './painted.ts';
import { pipeline } from './pipeline.ts';
import { pop } from './pop.ts';
import { popNoDb } from './pop-nodb.ts';
import { type Bench, lastLine, sentence } from './result.ts';
import { resync } from './resync.ts';
import { soak } from './soak.ts';
import { stall } from './stall.ts';
import { truth } from './truth.ts';
import { write } from './write.ts';

const benches: readonly Bench[] = [
  ingest,
  pipeline,
  match,
  write,
  log,
  stall,
  soak,
  truth,
  resync,
  pop,
  popNoDb,
  painted,
  claim,
  board,
];

/** `npm run bench -- NAME`; without a name the benches are listed. The last line is JSON. */
async function main(name: string | undefined): Promise<number> {
  const bench = benches.find((one) => one.name === name);
  if (!bench) {
    console.log('Usage: npm run bench -- NAME');
    for (const one of benches) console.log(`  ${one.name.padEnd(10)} ${one.about}`);
    return name === undefined ? 0 : 2;
  }
  const { lines, figures } = await bench.run();
  for (const line of lines) console.log(line);
  for (const figure of figures) console.log(sentence(figure));
  console.log(lastLine(bench.name, figures));
  return 0;
}

process.exitCode = await main(process.argv[2]);
