import type { BrokerAdmin } from '../broker/broker.ts';
import type { DeclaredTopic } from './declared-topics.ts';
import { planTopics } from './plan.ts';
import type { TopicPlan } from './plan.ts';

/** What planning asks of the admin client. */
export type TopicReader = Pick<BrokerAdmin, 'describeTopics' | 'listTopics'>;

/** What applying asks of the admin client. */
export type TopicWriter = TopicReader &
  Pick<BrokerAdmin, 'createTopics' | 'growPartitions' | 'setTopicConfigs'>;

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

/**
 * Carries a plan out: creates, grows and sets; never shrinks, never deletes. Can be repeated after a failure half way.
 * `onDone` is told each change when the broker has confirmed it.
 */
export const applyTopicPlan = async (
  admin: TopicWriter,
  plan: TopicPlan,
  onDone: (change: TopicPlan['changes'][number]) => void = () => undefined,
): Promise<void> => {
  const creations = plan.changes.filter((change) => change.kind === 'create');
  if (creations.length > 0) {
    await admin.createTopics(creations.map(({ spec }) => spec));
    creations.forEach(onDone);
  }
  for (const change of plan.changes) {
    if (change.kind === 'create') continue;
    if (change.kind === 'grow') await admin.growPartitions(change.topic, change.to);
    else {
      const configs = Object.fromEntries(change.changes.map(({ name, to }) => [name, to]));
      await admin.setTopicConfigs(change.topic, configs);
    }
    onDone(change);
  }
};
