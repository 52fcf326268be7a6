import type { BrokerClock } from './broker-clock.ts';
import { waitFor } from './broker-clock.ts';
import type { BrokerProducer, OutgoingRecord, RecordPosition } from './broker.ts';
import { BrokerError } from './broker.ts';
import type { MemoryFaults } from './memory-faults.ts';
import type { MemoryTopic, MemoryTopics } from './memory-log.ts';
import { partitionForKey } from './partitioner.ts';

/** What a memory producer needs. */
export interface MemoryProducerDeps {
  readonly clock: BrokerClock;
  readonly topics: MemoryTopics;
  readonly faults: MemoryFaults;
  readonly latencyMs: () => number;
}

/** The partition to which a record goes. */
export function partitionOf(topic: MemoryTopic, record: OutgoingRecord): number {
  return record.partition ?? partitionForKey(record.key, topic.partitions.length);
}

/** The producer of a memory broker: stores at once, acknowledges after the broker's latency. */
export class MemoryProducer implements BrokerProducer {
  readonly #deps: MemoryProducerDeps;
  #closed = false;

  constructor(deps: MemoryProducerDeps) {
    this.#deps = deps;
  }

  connect(): Promise<void> {
    return Promise.resolve();
  }

  async send(topic: string, records: readonly OutgoingRecord[]): Promise<readonly RecordPosition[]> {
    const { faults, clock, latencyMs, topics } = this.#deps;
    const last = records.at(-1);
    if (this.#closed) throw new BrokerError('unavailable', 'The producer is closed');
    if (last === undefined) return [];
    if (faults.refuseSend?.(topic) === true) {
      throw new BrokerError('unavailable', `Could not send to topic ${topic}: no leader`);
    }
    const lost = faults.losePart?.(topic) === true ? partitionOf(topics.require(topic), last) : null;
    const sent =
      lost === null ? records : records.filter((it) => partitionOf(topics.require(topic), it) !== lost);
    const { positions, failure } = this.#store(topic, sent);
    const delayMs = latencyMs();
    if (delayMs > 0) await waitFor(clock, delayMs);
    if (failure !== null) throw failure;
    if (lost !== null)
      throw new BrokerError('unavailable', `Could not send to partition ${lost} of topic ${topic}`);
    if (faults.loseAcknowledgement?.(topic) === true) {
      throw new BrokerError('unavailable', `Could not send to topic ${topic}: the answer was lost`);
    }
    return positions;
  }

  disconnect(): Promise<void> {
    this.#closed = true;
    return Promise.resolve();
  }

  /** Stores every record that fits; the first that does not is the failure of the call. */
  #store(
    name: string,
    records: readonly OutgoingRecord[],
  ): { readonly positions: readonly RecordPosition[]; readonly failure: BrokerError | null } {
    const { topics, clock } = this.#deps;
    const topic = topics.require(name);
    const places = records.map((record) => ({ topic: name, partition: partitionOf(topic, record) }));
    // A partition that does not exist fails the call before anything is stored.
    for (const place of places) topics.log(place);
    const positions: RecordPosition[] = [];
    let failure: BrokerError | null = null;
    for (const [index, record] of records.entries()) {
      const place = places[index];
      if (place === undefined) continue;
      try {
        positions.push({ ...place, offset: topics.append(place, record, clock.now()) });
      } catch (error) {
        if (!(error instanceof BrokerError)) throw error;
        failure ??= error;
      }
    }
    return { positions, failure };
  }
}
