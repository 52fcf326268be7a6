import { Command } from 'commander';
import { QUEUES } from '../consumers/registry.ts';
import { alertRules, renderAlertFile } from '../metrics/alerts.ts';
import { QUEUE_NAMES } from '../schemas/queues.ts';
import { runAction } from './failure.ts';
import { printResult } from './terminal.ts';
import type { Terminal } from './terminal.ts';

/** `alerts`: the rule file for Prometheus, made from the thresholds that the code itself uses. */
export const alertsCommand = (terminal: Terminal): Command =>
  new Command('alerts')
    .description('Print the alert rules for Prometheus.')
    .option('--json', 'print the rules as one JSON document')
    .action((options: { readonly json?: boolean }) =>
      runAction(terminal, options, () => {
        const definitions = QUEUE_NAMES.map((queue) => QUEUES[queue].definition);
        printResult(terminal, options, alertRules(definitions), () => [
          renderAlertFile(definitions).trimEnd(),
        ]);
        return Promise.resolve('ok');
      }),
    );
