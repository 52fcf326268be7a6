import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { verdictLines } from './report.ts';
import { runChaos } from './run.ts';

// `npm run chaos -- --seed N --faults N --events N`: breaks real parts by a seeded schedule and judges what is left.

const { values: options } = parseArgs({
  options: {
    seed: { type: 'string', default: '1' },
    faults: { type: 'string', default: '24' },
    events: { type: 'string', default: '3000' },
    workers: { type: 'string', default: '3' },
    seconds: { type: 'string', default: '60' },
    report: { type: 'string' },
  },
});

const startedAt = performance.now();
const elapsedMs = (): number => Math.round(performance.now() - startedAt);
const say = (line: string): void => {
  console.log(`${(elapsedMs() / 1_000).toFixed(1).padStart(7)} s  ${line}`);
};

const settings = {
  seed: Number(options.seed),
  faults: Number(options.faults),
  events: Number(options.events),
  workers: Number(options.workers),
  seconds: Number(options.seconds),
};
const result = await runChaos({ ...settings, say, elapsedMs });
for (const line of verdictLines(result)) console.log(line);
if (options.report !== undefined) {
  const report = { settings, tookSeconds: Math.round(elapsedMs() / 1_000), result };
  writeFileSync(options.report, `${JSON.stringify(report, null, 2)}\n`);
}
process.exit(result.ok ? 0 : 1);
