import { Readable } from 'node:stream';
import { CommanderError } from 'commander';
import type { ExitName } from '../../src/cli/exit-codes.ts';
import { createProgram } from '../../src/cli/program.ts';
import { systemClock } from '../../src/runtime/clock.ts';

/** What a command printed and how it ended. */
export interface CommandResult {
  readonly out: string;
  readonly err: string;
  readonly exit: ExitName;
  /** The result as JSON; throws when it is none. */
  json(): unknown;
}

/** Runs a command in this process, with settings and standard input of the test's own. */
export const runCommandLine = async (
  args: readonly string[],
  options: { readonly env?: Readonly<Record<string, string>>; readonly stdin?: string } = {},
): Promise<CommandResult> => {
  const out: string[] = [];
  const err: string[] = [];
  let exit: ExitName = 'ok';
  const program = createProgram({
    source: { variables: options.env ?? {}, readFile: () => '' },
    clock: systemClock,
    stdin: Readable.from([options.stdin ?? '']),
    out: (line) => out.push(line),
    err: (line) => err.push(line),
    end: (name) => {
      if (exit === 'ok') exit = name;
    },
    signal: new AbortController().signal,
  });
  try {
    await program.parseAsync([...args], { from: 'user' });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    exit = error.exitCode === 0 ? 'ok' : 'usage';
  }
  return { out: out.join('\n'), err: err.join('\n'), exit, json: (): unknown => JSON.parse(out.join('\n')) };
};
