import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Command } from 'commander';
import { CommandError, runAction } from './failure.ts';
import type { Terminal } from './terminal.ts';

/** In a clone of the repository; the package does not ship the local stack. */
const SCRIPT = fileURLToPath(new URL('../../dev/demo/demo.ts', import.meta.url));

const runScript = (args: readonly string[]): Promise<number> =>
  new Promise((resolve, reject) => {
    const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', SCRIPT, ...args], {
      stdio: 'inherit',
    });
    child.once('error', reject);
    child.once('exit', (code) => {
      resolve(code ?? 1);
    });
  });

/** `demo`: the whole system on a local stack, with load and failures. */
export const demoCommand = (terminal: Terminal): Command =>
  new Command('demo')
    .description('Show the whole system at work on a local stack, with load and failures.')
    .option('--keep', 'leave the stack up and print its addresses')
    .action((options: { readonly keep?: boolean }) =>
      runAction(terminal, {}, async () => {
        if (!existsSync(SCRIPT)) {
          throw new CommandError(
            'usage',
            'The demo starts a local stack that only a clone of the repository has. Clone it and run npm run demo.',
          );
        }
        return (await runScript(options.keep === true ? ['--keep'] : [])) === 0 ? 'ok' : 'failed';
      }),
    );
