import { BrokerError } from '../broker/broker.ts';
import type { BrokerAdmin } from '../broker/broker.ts';
import type { Clock } from '../runtime/clock.ts';
import type { DeclaredTopic } from './declared-topics.ts';
import { planTopics } from './plan.ts';
import type { TopicChange, TopicPlan } from './plan.ts';

/** What planning asks of the admin client. */
export type TopicReader = Pick<BrokerAdmin, 'describeTopics' | 'listTopics'>;

/** What applying asks of the admin client. */
export type TopicWriter = TopicReader &
  Pick<BrokerAdmin, 'createTopics' | 'growPartitions' | 'setTopicConfigs'>;

/** What was done, and what still differs: nothing but remarks when all went well. */
export interface AppliedTopics {
  readonly applied: readonly TopicChange[];
  readonly left: TopicPlan;
}

/** Brokers learn of a change one after another; until all have, they answer with the state before. */
const SETTLE_TIMEOUT_MS = 15_000;
const SETTLE_STEP_MS = 100;

/** Compares the declared topics with those of the cluster. Throws what the admin client throws. */
export const readTopicPlan = async (
  admin: TopicReader,
  declared: readonly DeclaredTopic[],
  prefix: string,
): Promise<TopicPlan> => {
  const configNames = [...new Set(declared.flatMap(({ configs }) => Object.keys(configs)))];
  const existing = await admin.listTopics();
  const present = new Set(existing);
  const names = declared.map(({ topic }) => topic).filter((topic) => present.has(topic));
  const actual = names.length === 0 ? [] : await admin.describeTopics(names, configNames);
  return planTopics({ declared, actual, existing, prefix });
};

/** A broker that has not learnt of a topic yet is no failure of the change. */
const unlessNotYetKnown = async (action: Promise<void>): Promise<void> => {
  try {
    await action;
  } catch (error) {
    if (!(error instanceof BrokerError && error.code === 'unknown_topic')) throw error;
  }
};

const carryOut = async (admin: TopicWriter, changes: readonly TopicChange[]): Promise<void> => {
  const creations = changes.filter((change) => change.kind === 'create');
  if (creations.length > 0) await unlessNotYetKnown(admin.createTopics(creations.map(({ spec }) => spec)));
  for (const change of changes) {
    if (change.kind === 'grow') await admin.growPartitions(change.topic, change.to);
    if (change.kind !== 'configure') continue;
    const configs = Object.fromEntries(change.changes.map(({ name, to }) => [name, to]));
    await admin.setTopicConfigs(change.topic, configs);
  }
};

/**
 * Makes the topics as declared: creates, grows and sets; never shrinks, never deletes. Resolves when the cluster shows
 * the changes, at the latest after 15 s with what still differs. Can be repeated after a failure half way.
 */
export const applyTopics = async (options: {
  readonly admin: TopicWriter;
  readonly declared: readonly DeclaredTopic[];
  readonly prefix: string;
  readonly clock: Clock;
}): Promise<AppliedTopics> => {
  const { admin, declared, prefix, clock } = options;
  const plan = await readTopicPlan(admin, declared, prefix);
  await carryOut(admin, plan.changes);
  const deadlineMs = clock.now() + SETTLE_TIMEOUT_MS;
  let left = await readTopicPlan(admin, declared, prefix);
  while (left.changes.length > 0 && clock.now() < deadlineMs) {
    await clock.sleep(SETTLE_STEP_MS);
    left = await readTopicPlan(admin, declared, prefix);
  }
  return { applied: plan.changes, left };
};
