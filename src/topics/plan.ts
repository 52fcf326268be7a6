import type { TopicDescription, TopicSpec } from '../broker/broker.ts';
import { parseTopic } from '../runtime/names.ts';
import type { DeclaredTopic } from './declared-topics.ts';

/** One config that differs. `from` is null when the broker names no value. */
export interface ConfigChange {
  readonly name: string;
  readonly from: string | null;
  readonly to: string;
}

/** A step that `apply` takes. */
export type TopicChange =
  | { readonly kind: 'create'; readonly topic: string; readonly spec: TopicSpec }
  | { readonly kind: 'grow'; readonly topic: string; readonly from: number; readonly to: number }
  | { readonly kind: 'configure'; readonly topic: string; readonly changes: readonly ConfigChange[] };

/** Something that differs and is left alone, because changing it would take data or space away. */
export interface TopicRemark {
  readonly topic: string;
  readonly kind: 'more_partitions' | 'larger_config' | 'replication' | 'undeclared';
  readonly text: string;
}

/** The difference between declared and existing topics. */
export interface TopicPlan {
  readonly changes: readonly TopicChange[];
  readonly remarks: readonly TopicRemark[];
  /** Topics that are as declared. */
  readonly unchanged: readonly string[];
}

/** Configs that only ever grow: lowering them deletes records or refuses some. -1 stands for no limit. */
const GROWING_CONFIGS: ReadonlySet<string> = new Set(['retention.ms', 'max.message.bytes']);

const limit = (value: string): number => (value === '-1' ? Number.POSITIVE_INFINITY : Number(value));

const isLarger = (name: string, actual: string | undefined, declared: string): boolean =>
  GROWING_CONFIGS.has(name) && actual !== undefined && limit(actual) > limit(declared);

/** Partitions that each stream shall have: what is declared, or what its largest topic has already. */
const partitionTargets = (
  declared: readonly DeclaredTopic[],
  actual: ReadonlyMap<string, TopicDescription>,
): ReadonlyMap<string, number> => {
  const targets = new Map<string, number>();
  for (const { stream, topic, partitions } of declared) {
    const existing = actual.get(topic)?.partitions ?? 0;
    targets.set(stream, Math.max(targets.get(stream) ?? 0, partitions, existing));
  }
  return targets;
};

const compare = (
  declared: DeclaredTopic,
  actual: TopicDescription,
  partitions: number,
): { changes: TopicChange[]; remarks: TopicRemark[] } => {
  const { topic } = declared;
  const changes: TopicChange[] = [];
  const remarks: TopicRemark[] = [];
  if (actual.partitions < partitions) {
    changes.push({ kind: 'grow', topic, from: actual.partitions, to: partitions });
  }
  if (actual.partitions > declared.partitions) {
    const text = `has ${actual.partitions} partitions, declared are ${declared.partitions}; a topic never shrinks, and its queue's other topics grow to the same number`;
    remarks.push({ topic, kind: 'more_partitions', text });
  }
  const wanted = declared.replicationFactor;
  if (wanted !== undefined && wanted !== actual.replicationFactor) {
    const text = `has ${actual.replicationFactor} copies, declared are ${wanted}; reassign its partitions with Kafka's own tools`;
    remarks.push({ topic, kind: 'replication', text });
  }
  const different = Object.entries(declared.configs).filter(([name, to]) => actual.configs[name] !== to);
  for (const [name, to] of different) {
    const from = actual.configs[name];
    if (from === undefined || !isLarger(name, from, to)) continue;
    remarks.push({
      topic,
      kind: 'larger_config',
      text: `${name} is ${from}, declared is ${to}; left as it is`,
    });
  }
  const settable = different
    .filter(([name, to]) => !isLarger(name, actual.configs[name], to))
    .map(([name, to]): ConfigChange => ({ name, from: actual.configs[name] ?? null, to }));
  if (settable.length > 0) changes.push({ kind: 'configure', topic, changes: settable });
  return { changes, remarks };
};

/** Topics of this prefix that nobody declares: their waiting records would never be read. */
const undeclaredRemarks = (
  declared: readonly DeclaredTopic[],
  existing: readonly string[],
  prefix: string,
): readonly TopicRemark[] => {
  const known = new Set(declared.map(({ topic }) => topic));
  const streams = new Set(declared.map(({ stream }) => stream));
  return existing
    .filter((topic) => !known.has(topic) && streams.has(parseTopic(prefix, topic)?.queue ?? ''))
    .map((topic) => ({
      topic,
      kind: 'undeclared',
      text: 'is not declared any more, so nobody reads it; see that it is empty, then delete it with Kafka’s own tools',
    }));
};

/** Pure: what would have to be done, and what differs but is left alone. */
export const planTopics = (input: {
  readonly declared: readonly DeclaredTopic[];
  readonly actual: readonly TopicDescription[];
  /** Names of all topics of the cluster. */
  readonly existing: readonly string[];
  readonly prefix: string;
}): TopicPlan => {
  const { declared, existing, prefix } = input;
  const actual = new Map(input.actual.map((description) => [description.topic, description]));
  const targets = partitionTargets(declared, actual);
  const changes: TopicChange[] = [];
  const remarks: TopicRemark[] = [];
  for (const topic of declared) {
    const partitions = targets.get(topic.stream) ?? topic.partitions;
    const description = actual.get(topic.topic);
    if (description === undefined) {
      changes.push({ kind: 'create', topic: topic.topic, spec: specOf(topic, partitions) });
      continue;
    }
    const difference = compare(topic, description, partitions);
    changes.push(...difference.changes);
    remarks.push(...difference.remarks);
  }
  remarks.push(...undeclaredRemarks(declared, existing, prefix));
  const changed = new Set(changes.map(({ topic }) => topic));
  const unchanged = declared.map(({ topic }) => topic).filter((topic) => !changed.has(topic));
  return { changes, remarks, unchanged };
};

const specOf = ({ topic, replicationFactor, configs }: DeclaredTopic, partitions: number): TopicSpec => ({
  topic,
  partitions,
  configs,
  ...(replicationFactor !== undefined && { replicationFactor }),
});

/** One step or remark as a line for people. */
export const changeLine = (change: TopicChange): string => {
  switch (change.kind) {
    case 'create':
      return `create     ${change.topic} (${change.spec.partitions} partitions)`;
    case 'grow':
      return `grow       ${change.topic} from ${change.from} to ${change.to} partitions`;
    case 'configure':
      return `configure  ${change.topic}: ${change.changes
        .map(({ name, from, to }) => `${name} ${from ?? 'unset'} → ${to}`)
        .join(', ')}`;
  }
};
