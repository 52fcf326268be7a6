import type { Logger } from 'pino';
import type { Broker, BrokerProducer, ConsumerOptions } from '../broker/broker.ts';
import type { Recorder } from '../metrics/recorder.ts';
import type { BufferLimits } from './backpressure.ts';
import type { Clock } from './clock.ts';
import type { QueueConsumer } from './definition.ts';
import type { OutageService } from './outcome.ts';
import type { CrashLedger, EffectStore, EventDecoder, Probe } from './ports.ts';
import type { GateLimits } from './retry-gate.ts';

/** What one queue runs with. Durations in ms. */
export interface QueueRunnerOptions<Event, Tx> {
  readonly consumer: QueueConsumer<Event, Tx>;
  /** Makes this queue's member of its group. */
  readonly broker: Pick<Broker, 'consumer'>;
  /** The process's producer, connected. */
  readonly producer: Pick<BrokerProducer, 'send'>;
  readonly decoder: EventDecoder<Event>;
  readonly effects: EffectStore<Tx>;
  readonly crashLedger: CrashLedger;
  readonly probes: Readonly<Partial<Record<OutageService, Probe>>>;
  readonly recorder: Recorder;
  readonly logger: Logger;
  readonly clock: Clock;
  /** First part of every topic name, for instance `zulip`. */
  readonly prefix: string;
  /** Consumer group and name in the ledger of effects. Default `<prefix>.<queue>`. */
  readonly group?: string;
  readonly limits: BufferLimits;
  /** Bounds of the retry gate per tier partition. Default 500 records, 1 MiB. */
  readonly gateLimits?: GateLimits;
  readonly workerHost: string;
  /** Service name and version. */
  readonly producerName: string;
  /** Default 150. */
  readonly commitIntervalMs?: number;
  /** How long a handler may take to end after its signal was aborted. Default 5,000. */
  readonly handlerGraceMs?: number;
  /** Session, heartbeat and fetch settings of the consumer. */
  readonly consumerOptions?: Omit<ConsumerOptions, 'groupId' | 'topics'>;
  /** Replaces the waiting times of retries; tier topics keep their names. For tests on real brokers. */
  readonly retryDelayOverride?: (delayMs: number) => number;
  /** Called once when the consumer has given up for good: the process should drain and exit non-zero. */
  readonly onDead?: (error: Error) => void;
}
