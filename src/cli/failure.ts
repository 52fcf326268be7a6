import { NotRunnableError } from '../composition/choose-queues.ts';
import { ConfigError, faultLine } from '../config.ts';
import type { ExitName } from './exit-codes.ts';
import { printResult } from './terminal.ts';
import type { Terminal } from './terminal.ts';

/** A failure that a command foresees: one line for the person, and how the process ends. */
export class CommandError extends Error {
  override readonly name = 'CommandError';
  readonly code = 'command_failed';
  readonly exit: ExitName;

  constructor(exit: ExitName, message: string, options?: { cause?: unknown }) {
    super(message, options);
    this.exit = exit;
  }
}

const codeOf = (error: unknown): string | null =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : null;

/** Codes of failures whose reason lies in a service, whoever reports them. */
const UNAVAILABLE: ReadonlySet<string> = new Set([
  'startup_failed',
  'unavailable',
  'unauthorized',
  'registry_down',
  'registry_unavailable',
  'ECONNREFUSED',
  'ECONNRESET',
  'ENOTFOUND',
  'ETIMEDOUT',
  'EAI_AGAIN',
]);

/** How the process ends after this error. */
export const exitOf = (error: unknown): ExitName => {
  if (error instanceof ConfigError) return 'invalid_config';
  if (error instanceof CommandError) return error.exit;
  if (error instanceof NotRunnableError) return 'usage';
  return UNAVAILABLE.has(codeOf(error) ?? '') ? 'unavailable' : 'failed';
};

/** The error as lines for a person: no stack for what is foreseen. */
export const failureLines = (error: unknown): readonly string[] => {
  if (error instanceof ConfigError)
    return ['Settings are missing or wrong:', ...error.faults.map((fault) => `  ${faultLine(fault)}`)];
  if (!(error instanceof Error)) return [`Error: ${String(error)}`];
  if (exitOf(error) === 'failed') return [`Error: ${error.stack ?? error.message}`];
  return [`Error: ${error.message === '' ? (codeOf(error) ?? error.name) : error.message}`];
};

/** Runs a command's action and turns whatever it throws into lines and an exit code. */
export const runAction = async (
  terminal: Terminal,
  options: { readonly json?: boolean },
  action: () => Promise<ExitName>,
): Promise<void> => {
  try {
    terminal.end(await action());
  } catch (error) {
    // The last stop of every failure of a command: told, and visible in the exit code.
    const exit = exitOf(error);
    if (options.json === true) {
      const message = error instanceof Error ? error.message : String(error);
      printResult(terminal, options, { error: { code: codeOf(error) ?? exit, message } }, () => []);
    } else
      failureLines(error).forEach((line) => {
        terminal.err(line);
      });
    terminal.end(exit);
  }
};
