import type { CaseResult } from './case.ts';
import type { Conditions } from './conditions.ts';
import { LIMITS } from './limits.ts';
import { describe, isReached, judge } from './samples.ts';

/** What `npm run bench -- --json <file>` writes; cases that the file has from an earlier run are kept. */
export interface BenchReport {
  /** Of the last run. */
  readonly conditions: Conditions;
  readonly results: readonly MeasuredCase[];
}

/** A case with the run that measured it. */
export interface MeasuredCase {
  readonly name: string;
  readonly question: string;
  readonly run: Pick<Conditions, 'date' | 'load'>;
  readonly result: CaseResult;
}

/** Of two cores, before a run. */
const QUIET_LOAD = 1.5;

const table = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  [head, head.map(() => '---'), ...rows].map((row) => `| ${row.join(' | ')} |\n`).join('');

/** `docs/performance.md` from a report; every number on the page comes from it. */
export const performancePage = (report: BenchReport, source: string): string =>
  [
    `<!-- Generated from ${source} by bench/performance-page.ts. Do not edit. -->`,
    '# Performance',
    'Measured by `npm run bench` on real parts: Apache Kafka, PostgreSQL whose commits reach the disk, the schema registry and a mail server. The two sides of a comparison run one after the other in the same run, pair by pair; a number is the median of the runs, with the lowest and the highest in brackets.',
    conditionsSection(report),
    missedSection(report),
    ...report.results.map(caseSection),
    `## Measure again\n\n\`npm run bench\` takes a few minutes; \`npm run bench -- effect keys\` runs only these cases, \`--runs 5\` repeats more often, \`--json docs/reports/bench-<date>.json\` writes a report, and \`npm run generate\` makes this page from the newest one.`,
  ].join('\n\n') + '\n';

const conditionsSection = ({ conditions, results }: BenchReport): string => {
  const versions = Object.entries(conditions.versions).map(([name, version]) => `${name} ${version}`);
  const runs = Map.groupBy(results, ({ run }) => run.date);
  const loads = results.map(({ run }) => run.load);
  return [
    '## Conditions',
    table(
      ['What', 'Value'],
      [
        ['Date', conditions.date.slice(0, 10)],
        ['Processor', `${conditions.cpu}, ${conditions.cores} cores`],
        ['Memory', `${conditions.memoryGiB} GiB`],
        ['Kernel', conditions.kernel],
        ['Node', conditions.node],
        ['Libraries', versions.join(', ')],
        ...[...runs].map(([date, cases]) => [
          `Run of ${date.slice(11, 16)} UTC, load average before it`,
          `${(cases[0]?.run.load ?? 0).toFixed(1)}: ${cases.map(({ name }) => name).join(', ')}`,
        ]),
      ],
    ),
    `Broker, database, mail server, load and worker share these ${conditions.cores} cores over loopback: whatever one of them uses, the others lack.${
      Math.max(0, ...loads) > QUIET_LOAD
        ? ` **Before a run with a load above ${QUIET_LOAD} the machine was not quiet: other work ran on the same cores at the same time.** Absolute numbers are low and noisy then; the ratios of pairs are the better measure.`
        : ''
    }`,
  ].join('\n\n');
};

const missedSection = ({ results }: BenchReport): string => {
  const missed = results.flatMap(({ name, result }) => [
    ...result.samples
      .filter(({ values, aim }) => aim !== undefined && !isReached(values, aim))
      .map((sample) => `- ${name}: ${sample.name}, ${describe(sample)}`),
    ...result.ratios
      .filter(({ values, aim }) => !isReached(values, aim))
      .map(({ text, values }) => `- ${name}: ${text}, ${describe({ values, unit: '×' })}`),
  ]);
  return missed.length === 0
    ? 'Every aim was reached.'
    : `Aims that this run did not reach:\n\n${missed.join('\n')}`;
};

const caseSection = ({ name, question, result }: MeasuredCase): string => {
  const rows = [
    ...result.samples.map((sample) => [
      sample.name,
      describe(sample),
      sample.aim === undefined ? '' : judge(sample.values, sample.aim),
    ]),
    ...result.ratios.map(({ text, values, aim }) => [
      text,
      describe({ values, unit: '×' }),
      judge(values, aim),
    ]),
  ];
  const limit = LIMITS[name];
  return [
    `## ${question}`,
    `Case \`${name}\`.`,
    table(['What', 'Median (range)', 'Aim'], rows),
    ...guaranteesOf(result),
    result.notes.join(' '),
    ...(limit === undefined ? [] : [`**Limit.** ${limit}`]),
  ].join('\n\n');
};

/** Beside the numbers: what each side promises for them. */
const guaranteesOf = ({ samples }: CaseResult): readonly string[] => {
  const lines = samples.flatMap(({ name, guarantees }) =>
    guarantees === undefined ? [] : [`- ${name}: ${guarantees}`],
  );
  return lines.length === 0 ? [] : [`What each side guarantees:\n\n${lines.join('\n')}`];
};
