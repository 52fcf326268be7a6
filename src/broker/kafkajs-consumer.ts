import type { Consumer, ConsumerCrashEvent, ConsumerGroupJoinEvent, Kafka } from 'kafkajs';
import type { Logger } from 'pino';

import type { ConsumerOptions } from './broker.ts';
import { createStickyAssigner } from './kafkajs-assigner.ts';
import type { HeldUnits } from './kafkajs-assigner.ts';

/** Most bytes of one partition in an answer: kafkajs's and Kafka's own default. */
const MAX_PARTITION_BYTES = 1024 * 1024;

/** An answer that held transaction markers or aborted records only. */
export interface ControlRecords {
  readonly topic: string;
  readonly partition: number;
  readonly lastOffset: string;
  readonly highWatermark: string;
}

/** What kafkajs's consumer is given and whom it tells. */
export interface ConsumerClientHost {
  readonly logger: Logger;
  /** What the member says of itself when it joins; its generation is kept up to date here. */
  readonly own: HeldUnits;
  /** True once the consumer may neither join nor be restarted. */
  isOver(): boolean;
  /** This member leads its group and is about to deal the partitions; the group waits. */
  beforeAssigning(): Promise<void>;
  onJoin(event: ConsumerGroupJoinEvent): void;
  onRebalancing(): void;
  /** The coordinator has accepted a heartbeat of this member. */
  onHeartbeat(memberId: string): void;
  onCrash(event: ConsumerCrashEvent): void;
  /** The broker has answered a fetch or a heartbeat. */
  onContact(): void;
  onControlRecords(records: ControlRecords): void;
}

/** Makes kafkajs's consumer with our settings and listens to what it says of itself. Connects nothing. */
export function createConsumerClient(
  kafka: Kafka,
  options: Required<ConsumerOptions>,
  host: ConsumerClientHost,
): Consumer {
  const consumer = kafka.consumer({
    groupId: options.groupId,
    sessionTimeout: options.sessionTimeoutMs,
    heartbeatInterval: options.heartbeatIntervalMs,
    rebalanceTimeout: options.rebalanceTimeoutMs,
    maxWaitTimeInMs: options.maxWaitMs,
    maxBytes: options.maxBytes,
    maxBytesPerPartition: Math.min(options.maxBytes, MAX_PARTITION_BYTES),
    allowAutoTopicCreation: false,
    partitionAssigners: [
      createStickyAssigner(host.own, { stopped: () => host.isOver(), pause: () => host.beforeAssigning() }),
    ],
    // A restart that kafkajs had planned must not bring back a consumer that was stopped meanwhile.
    retry: { restartOnFailure: () => Promise.resolve(!host.isOver()) },
  });
  listen(consumer, host);
  return consumer;
}

function listen(consumer: Consumer, host: ConsumerClientHost): void {
  const { events } = consumer;
  /** kafkajs calls listeners in the middle of its own work: what they throw would end the consumer. */
  const guarded =
    <E>(listener: (event: E) => void) =>
    (event: E): void => {
      try {
        listener(event);
      } catch (error) {
        host.logger.error({ err: error }, 'kafka client event was not handled');
      }
    };
  consumer.on(
    events.GROUP_JOIN,
    guarded((event) => {
      host.onJoin(event);
    }),
  );
  consumer.on(
    events.REBALANCING,
    guarded(() => {
      host.onRebalancing();
    }),
  );
  consumer.on(
    events.CRASH,
    guarded((event) => {
      host.onCrash(event);
    }),
  );
  consumer.on(
    events.HEARTBEAT,
    guarded(({ payload }) => {
      host.own.generation = (payload as { groupGenerationId: number }).groupGenerationId;
      host.onHeartbeat(payload.memberId);
    }),
  );
  consumer.on(
    events.REQUEST,
    guarded(({ payload: { apiName } }) => {
      if (apiName === 'Fetch' || apiName === 'Heartbeat') host.onContact();
    }),
  );
  consumer.on(
    events.START_BATCH_PROCESS,
    guarded(({ payload }) => {
      if (payload.batchSize === 0) host.onControlRecords(payload);
    }),
  );
}
