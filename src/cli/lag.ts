import Table from 'cli-table3';
import { Command } from 'commander';
import type { BrokerAdmin } from '../broker/broker.ts';
import { loadConfig } from '../config.ts';
import { definitionsWith } from '../consumers/registry.ts';
import { missingConsumers } from '../metrics/alerts.ts';
import { depthOf, readGroupLag } from '../metrics/group-lag.ts';
import type { PartitionLag } from '../metrics/group-lag.ts';
import { readOldestAgeMs } from '../metrics/oldest-age.ts';
import type { QueueDefinition } from '../runtime/definition.ts';
import { namesOf } from '../runtime/names.ts';
import type { ExitName } from './exit-codes.ts';
import { runAction } from './failure.ts';
import { commandContext, withAdmin } from './kafka-session.ts';
import { parseQueue } from './queue-argument.ts';
import { printResult } from './terminal.ts';
import type { Terminal } from './terminal.ts';

interface Options {
  readonly json?: boolean;
  readonly verbose?: boolean;
  readonly partitions?: boolean;
}

/** One queue, or one partition of it. */
interface LagRow {
  readonly queue: string;
  /** Null in the row of the whole queue. */
  readonly partition: number | null;
  readonly lag: number;
  /** How long the record has waited that is next to be finished, ms; null when none waits. */
  readonly oldestAgeMs: number | null;
  /** Records waiting in each retry tier, by its delay. */
  readonly tiers: Readonly<Record<string, number>>;
}

/** What is known of one queue. */
interface QueueLag extends LagRow {
  readonly deadLetters: number;
  readonly members: number;
  readonly groupState: string;
  readonly remark: string | null;
  readonly partitions: readonly LagRow[];
}

const sum = (numbers: readonly number[]): number => numbers.reduce((total, value) => total + value, 0);

const readQueue = async (
  admin: BrokerAdmin,
  definition: QueueDefinition<unknown>,
  { prefix, nowMs }: { readonly prefix: string; readonly nowMs: number },
): Promise<QueueLag> => {
  const { queue } = definition;
  const names = namesOf(prefix, definition);
  const [lags, deadLetters, group] = await Promise.all([
    readGroupLag(admin, names.group, [names.main, ...names.tiers.map(({ topic }) => topic)]),
    admin.topicOffsets(names.dlq),
    admin.describeGroup(names.group),
  ]);
  const rowOf = async (partition: number | null): Promise<LagRow> => {
    const ofTopic = (topic: string): readonly PartitionLag[] =>
      lags.filter((entry) => entry.topic === topic && (partition === null || entry.partition === partition));
    const depthOfTopic = (topic: string): number => sum(ofTopic(topic).map(({ lag }) => lag));
    return {
      queue,
      partition,
      lag: depthOfTopic(names.main),
      oldestAgeMs: await readOldestAgeMs(admin, ofTopic(names.main), nowMs),
      tiers: Object.fromEntries(names.tiers.map(({ label, topic }) => [label, depthOfTopic(topic)])),
    };
  };
  const numbers = lags.filter(({ topic }) => topic === names.main).map(({ partition }) => partition);
  return {
    ...(await rowOf(null)),
    deadLetters: depthOf(deadLetters),
    members: group.memberCount,
    groupState: group.state,
    remark: missingConsumers(queue, group.memberCount, 1),
    partitions: await Promise.all(numbers.sort((a, b) => a - b).map(rowOf)),
  };
};

const tiersText = (tiers: LagRow['tiers']): string =>
  Object.entries(tiers)
    .map(([label, depth]) => `${label}: ${depth}`)
    .join('  ');

/** In the largest unit that fits once, rounded down. */
const ageText = (ageMs: number | null): string => {
  if (ageMs === null) return '';
  const units = [
    ['d', 86_400_000],
    ['h', 3_600_000],
    ['min', 60_000],
  ] as const;
  const [unit, size] = units.find(([, ms]) => ageMs >= ms) ?? ['s', 1_000];
  return `${Math.floor(ageMs / size)} ${unit}`;
};

const tableOf = (queues: readonly QueueLag[], withPartitions: boolean): string => {
  const table = new Table({
    head: ['queue', 'partition', 'lag', 'oldest', 'retry tiers', 'dead letters', 'members'],
    style: { head: [], border: [] },
  });
  for (const queue of queues) {
    const { lag, tiers, deadLetters, members } = queue;
    const oldest = ageText(queue.oldestAgeMs);
    table.push([queue.queue, 'all', lag, oldest, tiersText(tiers), deadLetters, members]);
    if (!withPartitions) continue;
    for (const row of queue.partitions) {
      const age = ageText(row.oldestAgeMs);
      table.push(['', String(row.partition), row.lag, age, tiersText(row.tiers), '', '']);
    }
  }
  return table.toString();
};

/** `lag`: what waits, by queue and partition, asked of Kafka itself. */
export const lagCommand = (terminal: Terminal): Command =>
  new Command('lag')
    .description(
      'Show what waits and since when: lag, age, retry tiers, dead letters and members of each queue.',
    )
    .argument('[queues...]', 'queues to show (default: all)')
    .option('-p, --partitions', 'one line for each partition as well')
    .option('--json', 'print one JSON document')
    .option('-v, --verbose', 'show the log of the Kafka client')
    .action((named: readonly string[], options: Options) =>
      runAction(terminal, options, () => {
        const wanted = named.map(parseQueue);
        const config = loadConfig(terminal.source, ['kafka', 'topics']);
        const definitions = definitionsWith(config.topics.retryTiers).filter(
          ({ queue }) => wanted.length === 0 || wanted.some((name) => name === queue),
        );
        return withAdmin<ExitName>(commandContext(terminal, options), config.kafka, async (admin) => {
          const queues: QueueLag[] = [];
          for (const definition of definitions) {
            const { prefix } = config.topics;
            queues.push(await readQueue(admin, definition, { prefix, nowMs: terminal.clock.now() }));
          }
          printResult(terminal, options, { queues }, () => [
            tableOf(queues, options.partitions === true),
            ...queues.flatMap(({ remark, lag }) => (remark !== null && lag > 0 ? [remark] : [])),
          ]);
          return 'ok';
        });
      }),
    );
