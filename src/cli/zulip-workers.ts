#!/usr/bin/env node
import { CommanderError } from 'commander';
import { processSource } from '../config.ts';
import { systemClock } from '../runtime/clock.ts';
import { EXIT_CODES } from './exit-codes.ts';
import type { ExitName } from './exit-codes.ts';
import { createProgram } from './program.ts';
import type { Terminal } from './terminal.ts';

/** The terminal of this process. Ctrl-C aborts the command's signal once; a second one ends the process. */
const processTerminal = (): { terminal: Terminal; ended: () => ExitName } => {
  const interrupted = new AbortController();
  process.once('SIGINT', () => {
    interrupted.abort(new Error('interrupted'));
    process.once('SIGINT', () => process.exit(EXIT_CODES.failed.code));
  });
  let ending: ExitName = 'ok';
  const terminal: Terminal = {
    source: processSource(),
    clock: systemClock,
    stdin: process.stdin,
    out: (line) => process.stdout.write(`${line}\n`),
    err: (line) => process.stderr.write(`${line}\n`),
    end: (name) => {
      if (ending === 'ok') ending = name;
    },
    signal: interrupted.signal,
  };
  return { terminal, ended: () => ending };
};

const { terminal, ended } = processTerminal();
try {
  await createProgram(terminal).parseAsync(process.argv);
} catch (error) {
  // Commander has printed help, the version or what is wrong with the arguments; only the exit code is ours.
  if (!(error instanceof CommanderError)) throw error;
  terminal.end(error.exitCode === 0 ? 'ok' : 'usage');
}
// Clients that gave up may hold sockets for a while; what was printed must be out before the process ends.
process.stdout.write('', () => process.exit(EXIT_CODES[ended()].code));
