import { Command } from 'commander';
import { openRegistryApi } from '../composition/services.ts';
import { loadConfig } from '../config.ts';
import { checkSchemas } from '../schemas/compatibility.ts';
import { registerSchemas } from '../schemas/register-schemas.ts';
import type { SubjectReport } from '../schemas/register-schemas.ts';
import { runAction } from './failure.ts';
import { printResult } from './terminal.ts';
import type { Terminal } from './terminal.ts';

interface Options {
  readonly json?: boolean;
  readonly dryRun?: boolean;
}

const checkCommand = (terminal: Terminal): Command =>
  new Command('check')
    .description('Check offline that today’s schemas read every event of the released versions.')
    .option('--json', 'print one JSON document')
    .action((options: Options) =>
      runAction(terminal, options, () => {
        const faults = checkSchemas();
        printResult(terminal, options, { faults }, () =>
          faults.length === 0
            ? ['All schemas read every released version.']
            : faults.map(({ stream, at, problem }) => `${stream}: ${at} ${problem}`),
        );
        return Promise.resolve(faults.length === 0 ? 'ok' : 'difference');
      }),
    );

const reportLine = (report: SubjectReport, dryRun: boolean): string => {
  switch (report.kind) {
    case 'new':
      return dryRun
        ? `would register  ${report.subject}`
        : `registered      ${report.subject} as id ${String(report.id)}`;
    case 'unchanged':
      return `unchanged       ${report.subject} (id ${report.id}, version ${report.version})`;
    case 'incompatible':
      return `INCOMPATIBLE    ${report.subject}: ${report.messages.join('; ')}`;
  }
};

const registerCommand = (terminal: Terminal): Command =>
  new Command('register')
    .description('Register today’s schemas, each subject with level BACKWARD_TRANSITIVE; safe to repeat.')
    .option('--dry-run', 'only ask the registry, change nothing')
    .option('--json', 'print one JSON document')
    .action((options: Options) =>
      runAction(terminal, options, async () => {
        const config = loadConfig(terminal.source, ['registry', 'topics']);
        const dryRun = options.dryRun === true;
        const reports = await registerSchemas(openRegistryApi(config.registry, terminal.clock), {
          prefix: config.topics.prefix,
          dryRun,
        });
        printResult(terminal, options, { dryRun, subjects: reports }, () =>
          reports.map((report) => reportLine(report, dryRun)),
        );
        return reports.some(({ kind }) => kind === 'incompatible') ? 'difference' : 'ok';
      }),
    );

/** `schemas check` and `schemas register`. */
export const schemasCommand = (terminal: Terminal): Command =>
  new Command('schemas')
    .description('The Avro schemas of the events.')
    .addCommand(checkCommand(terminal))
    .addCommand(registerCommand(terminal));
