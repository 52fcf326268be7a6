import kafkajs from 'kafkajs';
import { createKafkaBroker } from '../../src/broker/kafka-broker.ts';
import type { KafkaBrokerOptions } from '../../src/broker/kafka-broker.ts';
import { systemClock } from '../../src/runtime/clock.ts';
import { collectLogs } from '../support/collect-logs.ts';
import type { LogCollector } from '../support/collect-logs.ts';
import { freshPrefix, stackAddresses } from '../support/stack.ts';
import type { BrokerFixture } from '../contract/broker-contract.ts';

/** A plain kafkajs client, for what the port has no word for. */
export function plainKafka(brokers = stackAddresses().brokers.split(',')): kafkajs.Kafka {
  return new kafkajs.Kafka({ clientId: 'test', brokers, logLevel: kafkajs.logLevel.NOTHING });
}

/** A Kafka broker of this run's stack, with its log. */
export interface KafkaFixture extends BrokerFixture {
  readonly logs: LogCollector;
}

/** Connects to the shared stack; `options` override what the broker is made with. */
export async function kafkaFixture(options: Partial<KafkaBrokerOptions> = {}): Promise<KafkaFixture> {
  const logs = collectLogs('debug');
  const broker = createKafkaBroker({
    brokers: stackAddresses().brokers.split(','),
    clientId: 'test',
    clock: systemClock,
    logger: logs.logger,
    ...options,
  });
  await broker.admin().connect();
  return {
    broker,
    logs,
    prefix: freshPrefix(),
    deleteBefore: async (topic, partition, offset) => {
      const admin = plainKafka().admin();
      await admin.connect();
      // kafkajs looks for leaders only in metadata that an earlier call happened to load.
      await admin.fetchTopicOffsets(topic);
      await admin.deleteTopicRecords({ topic, partitions: [{ partition, offset: String(offset) }] });
      await admin.disconnect();
    },
    close: async () => {
      await broker.producer().disconnect();
      await broker.admin().disconnect();
    },
  };
}
