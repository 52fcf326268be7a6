import type { BrokerAdmin, TopicSpec } from '../../src/broker/broker.ts';

/**
 * Makes a topic and waits until its leaders answer. The broker names the leaders of a new topic a moment before it leads;
 * a consumer whose first fetch falls into that moment is denied, and kafkajs joins its group a second time. A test that
 * counts assignments must not meet that.
 */
export async function createServedTopic(admin: BrokerAdmin, spec: TopicSpec): Promise<void> {
  await admin.createTopics([spec]);
  await admin.topicOffsets(spec.topic);
}
