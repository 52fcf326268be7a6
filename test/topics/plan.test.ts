import { describe, expect, it } from 'vitest';
import type { TopicDescription } from '../../src/broker/broker.ts';
import { QUEUES, definitionsWith } from '../../src/consumers/registry.ts';
import { declareTopics } from '../../src/topics/declared-topics.ts';
import type { DeclaredTopic } from '../../src/topics/declared-topics.ts';
import { planTopics } from '../../src/topics/plan.ts';

const settings = {
  prefix: 'zulip',
  partitions: 4,
  replicationFactor: null,
  retentionMs: 3_600_000,
  deadLetterRetentionMs: 7_200_000,
};

const declared = declareTopics(definitionsWith(new Map()), settings);

const existing = (topics: readonly DeclaredTopic[]): TopicDescription[] =>
  topics.map(({ topic, partitions, configs }) => ({ topic, partitions, replicationFactor: 3, configs }));

const plan = (actual: readonly TopicDescription[], more: readonly string[] = []) =>
  planTopics({
    declared,
    actual,
    existing: [...actual.map(({ topic }) => topic), ...more],
    prefix: 'zulip',
  });

const changed = (topic: string, change: Partial<TopicDescription>): TopicDescription[] =>
  existing(declared).map((entry) =>
    entry.topic === topic ? { ...entry, ...change, configs: { ...entry.configs, ...change.configs } } : entry,
  );

describe('declared topics', () => {
  it('are main topic, tiers and dead letters of every queue, and the notices', () => {
    const ofQueue = declared.filter(({ stream }) => stream === 'deferred_work');
    expect(ofQueue.map(({ topic, role }) => [topic, role])).toEqual([
      ['zulip.deferred_work', 'main'],
      ['zulip.deferred_work.retry.1s', 'retry'],
      ['zulip.deferred_work.retry.5s', 'retry'],
      ['zulip.deferred_work.retry.15s', 'retry'],
      ['zulip.deferred_work.retry.30s', 'retry'],
      ['zulip.deferred_work.retry.5m', 'retry'],
      ['zulip.deferred_work.dlq', 'dlq'],
    ]);
    expect(new Set(declared.map(({ stream }) => stream))).toEqual(
      new Set([...Object.keys(QUEUES), 'notify_tornado']),
    );
  });

  it('of one queue have the same number of partitions', () => {
    for (const { partitions } of declared) expect(partitions).toBe(4);
  });

  it('leave room for the headers that a failure adds, so that the largest record can be settled', () => {
    const sizeOf = (topic: string): number =>
      Number(declared.find((entry) => entry.topic === topic)?.configs['max.message.bytes']);
    for (const { stream } of declared.filter(({ role }) => role === 'main')) {
      const main = sizeOf(`zulip.${stream}`);
      for (const { topic } of declared.filter((entry) => entry.stream === stream && entry.role !== 'main')) {
        expect(sizeOf(topic)).toBeGreaterThanOrEqual(main + 3 * 4096);
      }
    }
    expect(sizeOf('zulip.email_mirror')).toBeGreaterThan(43 * 1024 * 1024);
  });

  it('follow the operator’s waiting times', () => {
    const topics = declareTopics(definitionsWith(new Map([['email_senders', [1000, 3000]]])), settings);
    const tiers = topics.filter(({ stream, role }) => stream === 'email_senders' && role === 'retry');
    expect(tiers.map(({ topic }) => topic)).toEqual([
      'zulip.email_senders.retry.1s',
      'zulip.email_senders.retry.3s',
    ]);
  });
});

describe('topic plan', () => {
  it('has nothing to do when all is as declared', () => {
    expect(plan(existing(declared))).toMatchObject({ changes: [], remarks: [] });
  });

  it('creates what is missing, with the partitions that its queue has already', () => {
    const actual = changed('zulip.email_senders', { partitions: 6 }).filter(
      ({ topic }) => topic !== 'zulip.email_senders.dlq',
    );
    const creations = plan(actual).changes.filter((change) => change.kind === 'create');
    expect(creations.map(({ spec }) => [spec.topic, spec.partitions])).toEqual([
      ['zulip.email_senders.dlq', 6],
    ]);
  });

  it('grows a queue’s topics together and never shrinks one', () => {
    const { changes, remarks } = plan(changed('zulip.embed_links.dlq', { partitions: 6 }));
    expect(changes).toEqual(
      [
        'zulip.embed_links',
        'zulip.embed_links.retry.5s',
        'zulip.embed_links.retry.30s',
        'zulip.embed_links.retry.5m',
      ].map((topic) => ({ kind: 'grow', topic, from: 4, to: 6 })),
    );
    expect(remarks).toMatchObject([{ kind: 'more_partitions', topic: 'zulip.embed_links.dlq' }]);
  });

  it.each([
    ['retention.ms', '1000', 'configure'],
    ['retention.ms', '9999999999', 'remark'],
    ['retention.ms', '-1', 'remark'],
    ['max.message.bytes', '1000', 'configure'],
    ['cleanup.policy', 'compact', 'configure'],
  ])('with %s = %s proposes: %s', (name, value, expected) => {
    const { changes, remarks } = plan(changed('zulip.email_senders', { configs: { [name]: value } }));
    expect([changes.map(({ kind }) => kind), remarks.map(({ kind }) => kind)]).toEqual(
      expected === 'configure' ? [['configure'], []] : [[], ['larger_config']],
    );
  });

  it('names topics of a queue that nobody declares, and no others', () => {
    const { remarks } = plan(existing(declared), [
      'zulip.email_senders.retry.7s',
      'zulip.something_else',
      'other.email_senders.retry.7s',
    ]);
    expect(remarks).toMatchObject([{ kind: 'undeclared', topic: 'zulip.email_senders.retry.7s' }]);
  });

  it('remarks another replication factor only when one is declared', () => {
    expect(plan(existing(declared)).remarks).toEqual([]);
    const strict = declareTopics(definitionsWith(new Map()), { ...settings, replicationFactor: 2 });
    const { remarks } = planTopics({
      declared: strict,
      actual: existing(strict),
      existing: strict.map(({ topic }) => topic),
      prefix: 'zulip',
    });
    expect(new Set(remarks.map(({ kind }) => kind))).toEqual(new Set(['replication']));
  });
});
