import { Command } from 'commander';
import { loadConfig } from '../config.ts';
import { definitionsWith } from '../consumers/registry.ts';
import { applyTopics, readTopicPlan } from '../topics/apply.ts';
import type { TopicWriter } from '../topics/apply.ts';
import { declareTopics } from '../topics/declared-topics.ts';
import type { DeclaredTopic } from '../topics/declared-topics.ts';
import { changeLine } from '../topics/plan.ts';
import type { TopicPlan } from '../topics/plan.ts';
import { runAction } from './failure.ts';
import { commandContext, withAdmin } from './kafka-session.ts';
import { printResult } from './terminal.ts';
import type { Terminal } from './terminal.ts';

interface Options {
  readonly json?: boolean;
  readonly verbose?: boolean;
}

/** What both commands need: the declared topics and a connected admin client. */
interface Work {
  readonly admin: TopicWriter;
  readonly declared: readonly DeclaredTopic[];
  readonly prefix: string;
}

const withTopics = async <T>(
  terminal: Terminal,
  options: Options,
  work: (given: Work) => Promise<T>,
): Promise<T> => {
  const config = loadConfig(terminal.source, ['kafka', 'topics']);
  const declared = declareTopics(definitionsWith(config.topics.retryTiers), config.topics);
  return withAdmin(commandContext(terminal, options), config.kafka, (admin) =>
    work({ admin, declared, prefix: config.topics.prefix }),
  );
};

const planLines = (plan: TopicPlan): readonly string[] => [
  ...plan.changes.map(changeLine),
  ...plan.remarks.map(({ topic, text }) => `remark     ${topic} ${text}`),
  plan.changes.length === 0
    ? `All ${plan.unchanged.length} topics are as declared.`
    : `${plan.changes.length} changes, ${plan.unchanged.length} topics as declared. Run topics apply to carry them out.`,
];

const planCommand = (terminal: Terminal): Command =>
  new Command('plan')
    .description('Show what differs between the declared topics and those of the cluster; change nothing.')
    .option('--json', 'print one JSON document')
    .option('-v, --verbose', 'show the log of the Kafka client')
    .action((options: Options) =>
      runAction(terminal, options, () =>
        withTopics(terminal, options, async ({ admin, declared, prefix }) => {
          const plan = await readTopicPlan(admin, declared, prefix);
          printResult(terminal, options, plan, () => planLines(plan));
          return plan.changes.length === 0 ? 'ok' : 'difference';
        }),
      ),
    );

const applyCommand = (terminal: Terminal): Command =>
  new Command('apply')
    .description('Create, grow and configure topics as declared; never shrink, never delete.')
    .option('--json', 'print one JSON document')
    .option('-v, --verbose', 'show the log of the Kafka client')
    .action((options: Options) =>
      runAction(terminal, options, () =>
        withTopics(terminal, options, async ({ admin, declared, prefix }) => {
          const done = await applyTopics({ admin, declared, prefix, clock: terminal.clock });
          const { applied, left } = done;
          printResult(terminal, options, done, () => [
            ...applied.map((change) => `done: ${changeLine(change)}`),
            ...planLines(left),
          ]);
          return left.changes.length === 0 ? 'ok' : 'failed';
        }),
      ),
    );

/** `topics plan` and `topics apply`. */
export const topicsCommand = (terminal: Terminal): Command =>
  new Command('topics')
    .description('The topics of the fleet: main, retry tiers, dead letters, notices.')
    .addCommand(planCommand(terminal))
    .addCommand(applyCommand(terminal));
