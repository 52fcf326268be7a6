import type { ConnectionOptions } from 'node:tls';

import kafkajs from 'kafkajs';
import type { Kafka, SASLOptions } from 'kafkajs';
import type { Logger } from 'pino';

import type { BrokerClock } from './broker-clock.ts';
import type { Broker, BrokerAdmin, BrokerConsumer, BrokerProducer, ConsumerOptions } from './broker.ts';
import { compressionType, registerCodecs } from './codecs.ts';
import type { Compression } from './codecs.ts';
import { readFetchResponsesLazily } from './fetch-response.ts';
import { KafkaAdmin } from './kafka-admin.ts';
import { KafkaConsumer } from './kafka-consumer.ts';
import { KafkaProducer } from './kafka-producer.ts';
import { groupHeadersOnce, guardIdleTimer, outliveLostCoordinator } from './kafkajs-guards.ts';
import { bridgeKafkajsLog } from './kafkajs-log.ts';
import { beatFasterUnderLoad } from './kafkajs-heartbeat.ts';
import { wakeOnResume } from './kafkajs-wake.ts';
import { ProducerPool } from './producer-pool.ts';

const { Kafka: KafkaClient, logLevel } = kafkajs;

const CONNECTION_TIMEOUT_MS = 5_000;
const REQUEST_TIMEOUT_MS = 30_000;
const DELIVERY_TIMEOUT_MS = 30_000;
/** About ten seconds in all before connecting or joining counts as failed. */
const RETRY = { initialRetryTime: 100, maxRetryTime: 2_000, retries: 8 };
/** About thirty seconds: longer than the election of a new leader takes. */
const PRODUCER_RETRY = { initialRetryTime: 100, maxRetryTime: 1_000, retries: 30 };

/** SASL credentials. */
interface SaslCredentials {
  readonly mechanism: 'plain' | 'scram-sha-256' | 'scram-sha-512';
  readonly username: string;
  readonly password: string;
}

/** How to reach a cluster. Durations in milliseconds. */
export interface KafkaBrokerOptions {
  /** `host:port` of some brokers; the others are found through them. */
  readonly brokers: readonly string[];
  /** Shown in the brokers' logs and quotas. */
  readonly clientId: string;
  /** True for TLS with the system's trusted authorities, or Node's own TLS options. Default: no TLS. */
  readonly ssl?: ConnectionOptions | boolean;
  readonly sasl?: SaslCredentials;
  /** Default 5,000. */
  readonly connectionTimeoutMs?: number;
  /** Default 30,000. */
  readonly requestTimeoutMs?: number;
  /** Longest wait of a record for its acknowledgement once a request has failed. Default 30,000. */
  readonly deliveryTimeoutMs?: number;
  /** Of what is sent. Default `none`. */
  readonly compression?: Compression;
  readonly clock: BrokerClock;
  readonly logger: Logger;
}

/**
 * Kafka through kafkajs, with every trap of that client fenced off in this room. Connects nothing by itself.
 * `producer()` and `admin()` answer the same instance each time: one per process is the rule, since each has
 * sockets of its own.
 */
export function createKafkaBroker(options: KafkaBrokerOptions): Broker {
  guardIdleTimer();
  readFetchResponsesLazily();
  groupHeadersOnce();
  wakeOnResume();
  beatFasterUnderLoad();
  outliveLostCoordinator();
  registerCodecs();
  const { clock, logger } = options;
  const createClient = clientFactory(options);
  const admin = new KafkaAdmin(createClient().admin(), clock);
  let producer: BrokerProducer | null = null;
  return {
    consumer: (consumerOptions: ConsumerOptions): BrokerConsumer =>
      new KafkaConsumer(consumerOptions, { kafka: createClient(), admin, clock, logger }),
    producer: (): BrokerProducer => {
      const compression = compressionType(options.compression ?? 'none');
      producer ??= new KafkaProducer({
        pool: new ProducerPool(() => createIdempotentProducer(createClient()), compression, logger),
        admin,
        clock,
        logger,
        deliveryTimeoutMs: options.deliveryTimeoutMs ?? DELIVERY_TIMEOUT_MS,
      });
      return producer;
    },
    admin: (): BrokerAdmin => admin,
  };
}

function createIdempotentProducer(kafka: Kafka): ReturnType<Kafka['producer']> {
  return kafka.producer({
    idempotent: true,
    allowAutoTopicCreation: false,
    retry: PRODUCER_RETRY,
    // Every message names its partition; naming the partitioner also silences kafkajs's warning about its default.
    createPartitioner:
      () =>
      ({ message }) =>
        message.partition ?? 0,
  });
}

function clientFactory(options: KafkaBrokerOptions): () => Kafka {
  const { logger, sasl } = options;
  // kafkajs's own debug lines print whole requests: they are for the lowest level only.
  const verbose = logger.isLevelEnabled('trace') ? logLevel.DEBUG : logLevel.INFO;
  const config = {
    brokers: [...options.brokers],
    clientId: options.clientId,
    connectionTimeout: options.connectionTimeoutMs ?? CONNECTION_TIMEOUT_MS,
    requestTimeout: options.requestTimeoutMs ?? REQUEST_TIMEOUT_MS,
    retry: RETRY,
    logLevel: logger.isLevelEnabled('debug') ? verbose : logLevel.WARN,
    logCreator: bridgeKafkajsLog(logger),
    ...(options.ssl === undefined ? {} : { ssl: options.ssl }),
  };
  // kafkajs writes into the credentials it is given, and ours are frozen: each client gets a copy of its own.
  return () => new KafkaClient(sasl === undefined ? config : { ...config, sasl: { ...sasl } as SASLOptions });
}
