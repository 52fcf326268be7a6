import { Command } from 'commander';
import { RUNNABLE_QUEUES } from '../consumers/registry.ts';
import { runAction } from './failure.ts';
import { parseQueue } from './queue-argument.ts';
import type { Terminal } from './terminal.ts';

/** `run`: a worker process, the same as `npm start`. */
export const runCommand = (terminal: Terminal): Command =>
  new Command('run')
    .description(
      'Run queues until told to end: SIGTERM drains (exit 0), SIGUSR1 drains for a restart (exit 3).',
    )
    .argument('[queues...]', `queues to run (default: ${RUNNABLE_QUEUES.join(', ')})`)
    .action((names: readonly string[]) =>
      runAction(terminal, {}, async () => {
        const queues = names.map(parseQueue);
        const { runWorker } = await import('../main.ts');
        return runWorker(queues);
      }),
    );
