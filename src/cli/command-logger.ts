import type { Logger } from 'pino';
import { createLogger } from '../composition/logger.ts';
import type { Terminal } from './terminal.ts';

/** A command's log: only what is fatal, or with `--verbose` everything from `info` on, on standard error. */
export const commandLogger = (terminal: Terminal, options: { readonly verbose?: boolean }): Logger =>
  createLogger(
    { level: options.verbose === true ? 'info' : 'fatal' },
    {
      write: (line) => {
        terminal.err(line.trimEnd());
      },
    },
  );
