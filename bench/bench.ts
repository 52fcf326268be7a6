import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import Table from 'cli-table3';
import { repositoryRoot } from '../dev/stack/paths.ts';
import { startStack } from '../dev/stack/stack.ts';
import type { BenchCase, CaseResult } from './case.ts';
import { coordinatorCase } from './cases/coordinator.ts';
import { decodeCase } from './cases/decode.ts';
import { effectCase } from './cases/effect.ts';
import { growthCase } from './cases/growth.ts';
import { keysCase } from './cases/keys.ts';
import { latencyCase } from './cases/latency.ts';
import { mailsCase } from './cases/mails.ts';
import { missedMessagesCase } from './cases/missed-messages.ts';
import { noopCase } from './cases/noop.ts';
import { openWindowsCase } from './cases/open-windows.ts';
import { poisonCase } from './cases/poison.ts';
import { postingCase } from './cases/posting.ts';
import { processCase } from './cases/process.ts';
import { retriesCase } from './cases/retries.ts';
import { retryPeerCase } from './cases/retry-peer.ts';
import { rollingRestartCase } from './cases/rolling-restart.ts';
import { skewCase } from './cases/skew.ts';
import { slowHandlerCase } from './cases/slow-handler.ts';
import { startCase } from './cases/start.ts';
import { stuckCase } from './cases/stuck.ts';
import { windowsCase } from './cases/windows.ts';
import { readConditions } from './conditions.ts';
import { LIMITS } from './limits.ts';
import type { BenchReport, MeasuredCase } from './performance-page.ts';
import { describe, judge, show } from './samples.ts';

const CASES: readonly BenchCase[] = [
  noopCase,
  decodeCase,
  growthCase,
  effectCase,
  keysCase,
  latencyCase,
  missedMessagesCase,
  mailsCase,
  postingCase,
  windowsCase,
  retriesCase,
  retryPeerCase,
  processCase,
  openWindowsCase,
  slowHandlerCase,
  skewCase,
  poisonCase,
  stuckCase,
  startCase,
  rollingRestartCase,
  coordinatorCase,
];

const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    runs: { type: 'string', default: '3' },
    scale: { type: 'string', default: '1' },
    json: { type: 'string' },
  },
});

const chosen = positionals.length === 0 ? CASES : CASES.filter(({ name }) => positionals.includes(name));
const unknown = positionals.filter((name) => !CASES.some((it) => it.name === name));
if (unknown.length > 0) {
  console.error(`No case ${unknown.join(', ')}; there are ${CASES.map(({ name }) => name).join(', ')}.`);
  process.exit(2);
}

// Workers are measured as they are shipped: compiled.
execFileSync(process.execPath, [join(repositoryRoot, 'dev/build.ts')], { stdio: 'ignore' });

const conditions = readConditions();
console.log(
  `${conditions.cpu}, ${conditions.cores} cores, Node ${conditions.node}, load ${show(conditions.load)}`,
);
const stack = await startStack({
  parts: ['kafka', 'registry', 'postgres'],
  kafkaHeapMb: 512,
  durablePostgres: true,
});
const results: MeasuredCase[] = [];
try {
  for (const bench of chosen) {
    console.log(`\n${bench.question}`);
    const result = await bench.run({
      stack,
      prefix: `b${randomBytes(3).toString('hex')}`,
      runs: Number(options.runs),
      scale: Number(options.scale),
      progress: (line) => {
        console.log(`  ${line}`);
      },
    });
    const { date, load } = conditions;
    results.push({ name: bench.name, question: bench.question, run: { date, load }, result });
    printResult(result, LIMITS[bench.name]);
    await saveReport();
  }
} finally {
  await stack.stop();
}

/** What an earlier run left in the file. */
async function readReport(path: string): Promise<readonly MeasuredCase[]> {
  if (!existsSync(path)) return [];
  return (JSON.parse(await readFile(path, 'utf8')) as BenchReport).results;
}

/** After every case, so that what was measured stays when a later one fails. */
async function saveReport(): Promise<void> {
  if (options.json === undefined) return;
  const measured = new Set(results.map(({ name }) => name));
  const kept = (await readReport(options.json)).filter(({ name }) => !measured.has(name));
  const place = ({ name }: MeasuredCase): number => CASES.findIndex((one) => one.name === name);
  const report: BenchReport = {
    conditions,
    results: [...kept, ...results].sort((a, b) => place(a) - place(b)),
  };
  await writeFile(options.json, `${JSON.stringify(report, null, 2)}\n`);
}

function printResult(result: CaseResult, limit: string | undefined): void {
  const table = new Table({ style: { head: [], border: [] } });
  for (const samples of result.samples) {
    const aim = samples.aim === undefined ? '' : judge(samples.values, samples.aim);
    table.push([samples.name, describe(samples), aim]);
  }
  for (const { text, values, aim } of result.ratios) {
    table.push([text, describe({ values, unit: '×' }), judge(values, aim)]);
  }
  console.log(table.toString());
  for (const { name, guarantees } of result.samples) {
    if (guarantees !== undefined) console.log(`${name}: ${guarantees}`);
  }
  for (const note of result.notes) console.log(note);
  if (limit !== undefined) console.log(`Limit: ${limit}`);
}
