import { Command } from 'commander';
import { VERSION } from '../composition/version.ts';
import { alertsCommand } from './alerts.ts';
import { dbCommand } from './db.ts';
import { demoCommand } from './demo.ts';
import { doctorCommand } from './doctor.ts';
import { lagCommand } from './lag.ts';
import { produceCommand } from './produce.ts';
import { runCommand } from './run.ts';
import { schemasCommand } from './schemas.ts';
import { topicsCommand } from './topics.ts';
import type { Terminal } from './terminal.ts';

/** A group of commands, added to the program by the table below. */
type CommandFactory = (terminal: Terminal) => Command;

const COMMANDS: readonly CommandFactory[] = [
  runCommand,
  topicsCommand,
  schemasCommand,
  dbCommand,
  produceCommand,
  lagCommand,
  doctorCommand,
  alertsCommand,
  demoCommand,
];

/**
 * The command line `zulip-workers`. Commands print results on standard output and everything else on standard error,
 * and say by `terminal.end` how the process shall end.
 */
export const createProgram = (terminal: Terminal): Command => {
  const program = new Command('zulip-workers')
    .description('The background workers of a Zulip-style chat server on Kafka.')
    .version(VERSION)
    .showHelpAfterError('(add --help for the options)')
    .exitOverride()
    .configureOutput({
      writeOut: (text) => {
        terminal.out(text.trimEnd());
      },
      writeErr: (text) => {
        terminal.err(text.trimEnd());
      },
    });
  for (const create of COMMANDS) {
    program.addCommand(create(terminal));
  }
  inherit(program);
  return program;
};

/** Commands made apart take over output and exit handling from the program. */
const inherit = (parent: Command): void => {
  for (const command of parent.commands) {
    command.copyInheritedSettings(parent);
    inherit(command);
  }
};
