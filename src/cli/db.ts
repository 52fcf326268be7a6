import { Command, InvalidArgumentError } from 'commander';
import { databaseOptions, openDatabase } from '../composition/services.ts';
import { loadConfig } from '../config.ts';
import { checkDatabase } from '../db/check.ts';
import { migrate } from '../db/migrate.ts';
import { seed } from '../db/seed.ts';
import { commandLogger } from './command-logger.ts';
import { runAction } from './failure.ts';
import { printResult } from './terminal.ts';
import type { Terminal } from './terminal.ts';

interface Options {
  readonly json?: boolean;
}

interface SeedCommandOptions extends Options {
  readonly people: number;
  readonly messages: number;
}

const configured = (terminal: Terminal) =>
  databaseOptions(loadConfig(terminal.source, ['database']).database);

const migrateCommand = (terminal: Terminal): Command =>
  new Command('migrate')
    .description(
      'Bring the database to this version; on a Zulip server’s database only the schema workers is touched.',
    )
    .option('--json', 'print one JSON document')
    .action((options: Options) =>
      runAction(terminal, options, async () => {
        const report = await migrate(configured(terminal));
        printResult(terminal, options, report, () => [
          `Applied ${report.applied.workers} migrations of the fleet's own tables.`,
          report.ownsZulipTables
            ? `Applied ${report.applied.zulip} migrations of the chat server's tables.`
            : 'The chat server’s tables belong to a Zulip server and were left alone.',
        ]);
        return 'ok';
      }),
    );

const checkCommand = (terminal: Terminal): Command =>
  new Command('check')
    .description('Compare the live database with what this version needs; change nothing.')
    .option('--json', 'print one JSON document')
    .action((options: Options) =>
      runAction(terminal, options, async () => {
        const differences = await checkDatabase(configured(terminal));
        printResult(terminal, options, { differences }, () =>
          differences.length === 0
            ? ['The database has everything that this version needs.']
            : differences.map(({ table, message }) => (table === '' ? message : `${table}: ${message}`)),
        );
        return differences.length === 0 ? 'ok' : 'difference';
      }),
    );

const wholeNumber = (text: string): number => {
  if (!/^\d{1,7}$/.test(text)) throw new InvalidArgumentError('Write a whole number.');
  return Number(text);
};

const seedCommand = (terminal: Terminal): Command =>
  new Command('seed')
    .description('Fill an empty, migrated database with a small, lifelike organization.')
    .option('--people <number>', 'people, bots not counted', wholeNumber, 200)
    .option('--messages <number>', 'messages of the last 14 days', wholeNumber, 4000)
    .option('--json', 'print one JSON document')
    .action((options: SeedCommandOptions) =>
      runAction(terminal, options, async () => {
        const config = loadConfig(terminal.source, ['database']);
        const database = openDatabase(config.database, {
          clock: terminal.clock,
          logger: commandLogger(terminal, {}),
        });
        try {
          const { people, messages } = options;
          const report = await seed(database, { people, messages, clock: terminal.clock });
          printResult(terminal, options, report, () => [
            `Seeded ${report.people} people, ${report.bots} bots, ${report.channels} channels and ${report.messages} messages.`,
          ]);
        } finally {
          await database.close();
        }
        return 'ok';
      }),
    );

/** `db migrate`, `db check` and `db seed`. */
export const dbCommand = (terminal: Terminal): Command =>
  new Command('db')
    .description('The PostgreSQL database.')
    .addCommand(migrateCommand(terminal))
    .addCommand(checkCommand(terminal))
    .addCommand(seedCommand(terminal));
