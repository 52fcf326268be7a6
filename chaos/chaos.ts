import { writeFileSync } from 'node:fs';
import { cpus, loadavg, totalmem } from 'node:os';
import { parseArgs } from 'node:util';
import { chaosPage } from './page.ts';
import type { ChaosReport } from './page.ts';
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
  const report: ChaosReport = {
    date: new Date().toISOString().slice(0, 10),
    machine: {
      processor: cpus()[0]?.model ?? 'an unknown processor',
      cores: cpus().length,
      memoryGib: Math.round(totalmem() / 2 ** 30),
      node: process.version,
      loadAverage: Number(loadavg()[1]?.toFixed(1)),
    },
    ...{ settings, tookSeconds: Math.round(elapsedMs() / 1_000), result },
  };
  writeFileSync(options.report, `${JSON.stringify(report, null, 2)}\n`);
  writeFileSync(options.report.replace(/(\.json)?$/, '.md'), `${chaosPage(report)}\n`);
}
process.exit(result.ok ? 0 : 1);
