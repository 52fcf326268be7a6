import { fileURLToPath } from 'node:url';
import { ESLint, Linter } from 'eslint';
import { beforeAll, describe, expect, it } from 'vitest';

/** The rules that hold the walls; a later entry of the settings replaces an earlier one whole. */
const WALLS = ['no-restricted-imports', 'no-restricted-syntax'];

let eslint: ESLint;

/** Loading the settings takes a second or more, which no test should be charged with. */
beforeAll(async () => {
  eslint = new ESLint({ cwd: fileURLToPath(new URL('../../', import.meta.url)) });
  await eslint.calculateConfigForFile('src/main.ts');
});

/** Whether a file with this statement would stand in the way of `npm run lint`. */
const isForbidden = async (file: string, statement: string): Promise<boolean> => {
  const settings = (await eslint.calculateConfigForFile(file)) as Linter.Config;
  const rules = Object.entries(settings.rules ?? {}).filter(([name]) => WALLS.includes(name));
  return new Linter().verify(statement, { rules: Object.fromEntries(rules) }).length > 0;
};

describe('the walls between the rooms', () => {
  it.each([
    ['src/consumers/email_senders/consumer.ts', '../embedded_bots/handler.ts', 'another queue'],
    [
      'src/consumers/email_senders/consumer.ts',
      '../embedded_bots/definition.ts',
      'the definition of another queue',
    ],
    [
      'src/consumers/embedded_bots/programs/giphy.ts',
      '../../outgoing_webhooks/handler.ts',
      'another queue, from below',
    ],
    ['src/consumers/email_senders/consumer.ts', '../registry.ts', 'the table of queues'],
    ['src/consumers/email_senders/consumer.ts', '../../broker/broker.ts', 'the broker'],
    ['src/consumers/email_senders/consumer.ts', '../../adapters/smtp-mailer.ts', 'an adapter'],
    [
      'src/consumers/email_senders/consumer.ts',
      '../../composition/worker.ts',
      'what puts the worker together',
    ],
    ['src/consumers/registry.ts', './embedded_bots/handler.ts', 'the code of a queue'],
    ['src/consumers/registry.ts', '../broker/broker.ts', 'the broker'],
    ['src/shared/local-time.ts', '../consumers/embedded_bots/handler.ts', 'a queue'],
    ['src/shared/local-time.ts', '../adapters/smtp-mailer.ts', 'an adapter'],
    ['src/producer/create-producer.ts', '../consumers/email_senders/definition.ts', 'a queue'],
    ['src/cli/run.ts', '../consumers/email_senders/consumer.ts', 'a queue'],
    ['src/runtime/clock.ts', '../consumers/registry.ts', 'the table of queues'],
    ['src/runtime/clock.ts', 'kafkajs', 'the Kafka client'],
    ['src/broker/broker.ts', '../runtime/clock.ts', 'the runtime'],
    ['src/db/client.ts', '../consumers/registry.ts', 'the table of queues'],
  ])('keep %s from %s, %s', async (file, imported) => {
    expect(await isForbidden(file, `import '${imported}';`)).toBe(true);
  });

  it('keep code from being loaded late where they do not look', async () => {
    const statement = `await import('../embedded_bots/handler.ts');`;
    expect(await isForbidden('src/consumers/email_senders/consumer.ts', statement)).toBe(true);
    expect(await isForbidden('src/composition/load-consumer.ts', statement)).toBe(false);
  });

  it.each([
    ['src/consumers/email_senders/consumer.ts', './definition.ts'],
    ['src/consumers/embedded_bots/programs/giphy.ts', '../bot.ts'],
    ['src/consumers/email_senders/definition.ts', '../retry-policies.ts'],
    ['src/consumers/outgoing_webhooks/handler.ts', '../../schemas/generated/embedded_bots.ts'],
    ['src/consumers/registry.ts', './embedded_bots/definition.ts'],
    ['src/producer/create-producer.ts', '../consumers/registry.ts'],
    ['src/composition/load-consumer.ts', '../consumers/email_senders/consumer.ts'],
  ])('let %s import %s', async (file, imported) => {
    expect(await isForbidden(file, `import '${imported}';`)).toBe(false);
  });
});
