import { Command } from 'commander';
import { ConfigError, faultLine, loadConfig } from '../config.ts';
import { CONFIG_PARTS } from '../config/options.ts';
import type { ConfigPart } from '../config/options.ts';
import type { ConfigFault, ConfigSource } from '../config/read.ts';
import { within } from '../runtime/time-limit.ts';
import { commandLogger } from './command-logger.ts';
import { adviceFor, isActionable } from './doctor-advice.ts';
import { CHECKS, Finding } from './doctor-checks.ts';
import type { Check, CheckContext } from './doctor-checks.ts';
import { EXIT_CODES } from './exit-codes.ts';
import type { ExitName } from './exit-codes.ts';
import { runAction } from './failure.ts';
import { printResult } from './terminal.ts';
import type { Terminal } from './terminal.ts';

/** What the doctor says about one thing. */
export interface Diagnosis {
  readonly name: string;
  readonly state: 'ok' | 'wrong' | 'skipped';
  readonly detail: string;
  readonly advice: string | null;
  readonly exit: ExitName;
}

/** A check that takes longer has failed; slow clients retry inside of it. */
const DEADLINE_MS = 15_000;

/** Faults of each part of the settings. */
const configFaults = (source: ConfigSource): ReadonlyMap<ConfigPart, readonly ConfigFault[]> => {
  const faults = new Map<ConfigPart, readonly ConfigFault[]>();
  for (const part of CONFIG_PARTS) {
    try {
      loadConfig(source, [part]);
    } catch (error) {
      // Told as a diagnosis; the other parts are looked at all the same.
      if (!(error instanceof ConfigError)) throw error;
      faults.set(part, error.faults);
    }
  }
  return faults;
};

const configDiagnoses = (faults: ReadonlyMap<ConfigPart, readonly ConfigFault[]>): readonly Diagnosis[] => {
  const all = [...faults.values()].flat();
  if (all.length === 0) {
    return [{ name: 'settings', state: 'ok', detail: 'complete', advice: null, exit: 'invalid_config' }];
  }
  return all.map((fault) => ({
    name: 'settings',
    state: 'wrong',
    detail: faultLine(fault),
    advice: null,
    exit: 'invalid_config',
  }));
};

const diagnose = async (
  check: Check,
  context: Omit<CheckContext, 'signal'>,
  deadlineMs: number,
): Promise<Diagnosis> => {
  const { name, exit } = check;
  try {
    const detail = await within(
      context.clock,
      deadlineMs,
      (signal) => check.run({ ...context, signal }),
      () => new Error(`no answer within ${deadlineMs / 1000} s`),
    );
    return { name, state: 'ok', detail, advice: null, exit };
  } catch (error) {
    // The failure is the diagnosis.
    const message = messageOf(error);
    const evidence = `${codesOf(error)} ${message}`;
    const advice = error instanceof Finding ? error.advice : adviceFor(evidence, check.settings);
    return { name, state: 'wrong', detail: message, advice, exit };
  }
};

/** The error and its causes, outermost first. */
const causesOf = (error: unknown): readonly Error[] => {
  const causes: Error[] = [];
  for (let at = error; at instanceof Error; at = at.cause) causes.push(at);
  return causes;
};

const codeOf = (error: Error): string =>
  'code' in error && typeof error.code === 'string' ? error.code : '';

/** The codes of an error and its causes: some say more than the words. */
const codesOf = (error: unknown): string => causesOf(error).map(codeOf).join(' ');

/** The message, with those of its causes as far as the first one that a person can act on, on one line. */
const messageOf = (error: unknown): string => {
  const messages: string[] = [];
  for (const cause of causesOf(error)) {
    // A socket's error may have a code and no words.
    const text = cause.message === '' ? (/^E[A-Z].*/.exec(codeOf(cause))?.[0] ?? '') : cause.message;
    if (text !== '' && !messages.some((known) => known.includes(text))) messages.push(text);
    if (isActionable(text)) break;
  }
  return (messages.length === 0 ? String(error) : messages.join(': ')).replaceAll(/\s+/g, ' ');
};

/** Why a check is passed over: its settings, or a check before it that is not well; null when it is to be made. */
const reasonToSkip = async (
  check: Check,
  faults: ReadonlyMap<ConfigPart, unknown>,
  running: ReadonlyMap<string, Promise<Diagnosis>>,
): Promise<string | null> => {
  if (check.parts.some((part) => faults.has(part))) return 'its settings are not complete';
  const before = await Promise.all(check.after.flatMap((name) => running.get(name) ?? []));
  const unwell = before.find(({ state }) => state !== 'ok');
  return unwell === undefined ? null : `waits for ${unwell.name}`;
};

/** Looks at the settings and every service; never takes longer than the slowest two deadlines, never rejects. */
export const examine = async (
  context: Omit<CheckContext, 'signal'>,
  deadlineMs = DEADLINE_MS,
): Promise<readonly Diagnosis[]> => {
  const faults = configFaults(context.source);
  const running = new Map<string, Promise<Diagnosis>>();
  const examineOne = async (check: Check): Promise<Diagnosis> => {
    const reason = await reasonToSkip(check, faults, running);
    if (reason === null) return diagnose(check, context, deadlineMs);
    return { name: check.name, state: 'skipped', detail: reason, advice: null, exit: check.exit };
  };
  // In order: a check waits for those before it only.
  for (const check of CHECKS) running.set(check.name, examineOne(check));
  return [...configDiagnoses(faults), ...(await Promise.all(running.values()))];
};

const MARKS = { ok: 'ok     ', wrong: 'WRONG  ', skipped: 'skipped' } as const;

const diagnosisLine = ({ name, state, detail, advice }: Diagnosis): string =>
  `${MARKS[state]}  ${name.padEnd(12)} ${detail}${advice === null ? '' : `${detail.endsWith('.') ? '' : '.'} ${advice}`}`;

/** The exit of the worst diagnosis: settings before services before differences, as their codes are ordered. */
const exitOfDiagnoses = (diagnoses: readonly Diagnosis[]): ExitName =>
  diagnoses
    .filter(({ state }) => state === 'wrong')
    .map(({ exit }) => exit)
    .sort((a, b) => EXIT_CODES[a].code - EXIT_CODES[b].code)[0] ?? 'ok';

/** `doctor`: says of each thing that a worker needs in one line what is wrong and what to do. */
export const doctorCommand = (terminal: Terminal): Command =>
  new Command('doctor')
    .description('Check settings, Kafka, topics, registry, schemas, database, tables and mail server.')
    .option('--json', 'print one JSON document')
    .option('-v, --verbose', 'show the log of the clients')
    .action((options: { readonly json?: boolean; readonly verbose?: boolean }) =>
      runAction(terminal, options, async () => {
        const logger = commandLogger(terminal, options);
        const diagnoses = await examine({ source: terminal.source, clock: terminal.clock, logger });
        printResult(terminal, options, { diagnoses }, () => diagnoses.map(diagnosisLine));
        return exitOfDiagnoses(diagnoses);
      }),
    );
