import { EXPLANATIONS, explanationOf } from './explained.ts';
import type { Explanation } from './explained.ts';
import type { Fate, JudgedMutant } from './mutant.ts';
import { TARGETS } from './targets.ts';

/** What a run over one file came to. */
export interface FileResult {
  readonly file: string;
  /** Of the file's text: results of another text are not added to. */
  readonly digest: string;
  /** Day of the run. */
  readonly ranOn: string;
  /** Worlds that each mutant had to get through which the unit tests had let through. */
  readonly seeds: number;
  readonly seconds: number;
  readonly mutants: readonly JudgedMutant[];
}

/** The committed results: one entry a file, in the order of the targets. */
export interface MutationReport {
  readonly files: readonly FileResult[];
}

/** Adds the results of some lines of a file to what is known of it: the newer ones of a mutant count. */
export function joined(known: FileResult | undefined, added: FileResult): FileResult {
  if (known?.digest !== added.digest) return added;
  const idOf = ({ start, end, replacement }: JudgedMutant): string => `${start} ${end} ${replacement}`;
  const renewed = new Set(added.mutants.map(idOf));
  const kept = known.mutants.filter((mutant) => !renewed.has(idOf(mutant)));
  return {
    ...added,
    seeds: kept.length === 0 ? added.seeds : Math.min(known.seeds, added.seeds),
    seconds: kept.length === 0 ? added.seconds : known.seconds + added.seconds,
    mutants: [...kept, ...added.mutants].sort((a, b) => a.start - b.start || a.end - b.end),
  };
}

/** Survivors and explanations that do not fit together. */
export interface Mismatch {
  readonly unexplained: readonly JudgedMutant[];
  /** Explanations whose mutant was killed after all, or is gone. */
  readonly needless: readonly Explanation[];
}

const FATES: readonly Fate[] = [
  'unit',
  'unit_time',
  'simulator',
  'simulator_time',
  'survived',
  'unjudged',
  'skipped',
];
/** Say nothing about the tests. */
const APART: ReadonlySet<Fate> = new Set(['unjudged', 'skipped']);
/** The least share of killed mutants. */
const GOAL = 0.9;

function countOf(mutants: readonly JudgedMutant[], fate: Fate): number {
  return mutants.filter((mutant) => mutant.fate === fate).length;
}

function judgedOf(mutants: readonly JudgedMutant[]): readonly JudgedMutant[] {
  return mutants.filter(({ fate }) => !APART.has(fate));
}

/** Files that were to be run and were not. */
function missingOf(files: readonly FileResult[]): readonly string[] {
  const ran = new Set(files.map(({ file }) => file));
  return TARGETS.map(({ file }) => file).filter((file) => !ran.has(file));
}

/** Killed mutants as a share of those that were judged; 1 when none was. */
export function killedShare(mutants: readonly JudgedMutant[]): number {
  const ran = judgedOf(mutants);
  return ran.length === 0 ? 1 : 1 - countOf(ran, 'survived') / ran.length;
}

/** Holds the survivors and the explanations of the files that were run against each other. */
export function mismatchOf(
  files: readonly FileResult[],
  explanations: readonly Explanation[] = EXPLANATIONS,
): Mismatch {
  const mutants = files.flatMap((result) => result.mutants);
  const survivors = mutants.filter(({ fate }) => fate === 'survived');
  const ran = new Set(files.map(({ file }) => file));
  const used = new Set(survivors.map((mutant) => explanationOf(mutant, explanations)));
  return {
    unexplained: survivors.filter((mutant) => explanationOf(mutant, explanations) === undefined),
    needless: explanations.filter((explanation) => ran.has(explanation.file) && !used.has(explanation)),
  };
}

/** Whether every target was run, the goal is reached and every survivor is explained. */
export function isFine(files: readonly FileResult[]): boolean {
  const { unexplained, needless } = mismatchOf(files);
  const share = killedShare(files.flatMap(({ mutants }) => mutants));
  return missingOf(files).length === 0 && share >= GOAL && unexplained.length === 0 && needless.length === 0;
}

function percent(share: number): string {
  return `${(Math.floor(share * 1_000) / 10).toFixed(1)} %`;
}

function row(name: string, mutants: readonly JudgedMutant[], more: string): string {
  const counts = FATES.map((fate) => countOf(mutants, fate));
  return `| ${name} | ${counts.join(' | ')} | ${percent(killedShare(mutants))} | ${more} |`;
}

/** A piece of code on one line of a table. */
function codeOf(text: string): string {
  const line = text.replaceAll(/\s+/g, ' ').replaceAll('|', '\\|');
  const cut = line.length > 100 ? `${line.slice(0, 99)}…` : line;
  return cut === '' ? '(nothing)' : `\`\`${cut.startsWith('`') || cut.endsWith('`') ? ` ${cut} ` : cut}\`\``;
}

function survivorRow(mutant: JudgedMutant): string {
  const explanation = explanationOf(mutant);
  const why = explanation === undefined ? '**not explained**' : `${explanation.because}: ${explanation.text}`;
  return `| ${mutant.line} | ${codeOf(mutant.original)} | ${codeOf(mutant.replacement)} | ${why.replaceAll('|', '\\|')} |`;
}

function survivorsOf({ file, mutants }: FileResult): string {
  const survivors = mutants.filter(({ fate }) => fate === 'survived');
  if (survivors.length === 0) return '';
  return [
    `### ${file}\n`,
    '| line | text | mutant | why nothing notices |',
    '|---|---|---|---|',
    ...survivors.map(survivorRow),
    '',
  ].join('\n');
}

function rulesOf(mutants: readonly JudgedMutant[]): string {
  const rules = Map.groupBy(
    mutants.filter(({ fate }) => fate === 'skipped'),
    ({ by }) => by,
  );
  return [...rules].map(([rule, skipped]) => `- ${rule}: ${skipped.length}`).join('\n');
}

function mismatchText(files: readonly FileResult[]): string {
  const { unexplained, needless } = mismatchOf(files);
  const lines = [
    ...unexplained.map(
      ({ file, line, original }) => `- survived unexplained: ${file}:${line} ${codeOf(original)}`,
    ),
    ...needless.map(
      ({ file, original, replacement }) =>
        `- explained, but killed or gone: ${file} ${codeOf(original)} → ${codeOf(replacement)}`,
    ),
  ];
  return lines.length === 0
    ? 'Every survivor is explained, and no explanation is left over.'
    : lines.join('\n');
}

/** The report as a page. */
export function pageOf({ files }: MutationReport): string {
  const all = files.flatMap(({ mutants }) => mutants);
  const missing = missingOf(files);
  return `# Mutants of the runtime, and what noticed them

Written by \`npm run mutate\`; the numbers are in the file of the same name that ends in \`.json\`. Every mutant is one
small change of one file, made by Stryker. It first meets the unit tests that reach it; those that get through meet
worlds 1, 2, 3 … of the simulator. *Killed* is what a failed test, a broken promise or a time limit has noticed.

${percent(killedShare(all))} of ${judgedOf(all).length} mutants were killed; the goal is ${percent(GOAL)}.
${missing.length === 0 ? '' : `\n**Not run: ${missing.join(', ')}.**\n`}
| file | unit tests | unit tests, no end | simulator | simulator, no end | survived | not judged | left out | killed | worlds, day, duration |
|---|---|---|---|---|---|---|---|---|---|
${files.map(({ file, mutants, seeds, ranOn, seconds }) => row(file, mutants, `${seeds}, ${ranOn}, ${seconds} s`)).join('\n')}
${row('all', all, '')}

Left out by rule (dev/mutation/ignorer.ts), since no data depends on them:

${rulesOf(all)}

## Survivors

${mismatchText(files)}

${files
  .map(survivorsOf)
  .filter((text) => text !== '')
  .join('\n')}`;
}
