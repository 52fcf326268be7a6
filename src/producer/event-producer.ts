import type { BrokerProducer } from '../broker/broker.ts';
import type { StreamInputs } from '../schemas/generated/events.ts';
import type { StreamName } from '../schemas/queues.ts';
import type { EventOptions, PrepareEvent, PreparedEvent } from './prepare-event.ts';

/** Where an event was stored. */
export interface SentEvent {
  readonly eventId: string;
  readonly topic: string;
  readonly partition: number;
  readonly offset: bigint;
}

/** Sends events straight to Kafka: for callers without a transaction (R-22, the "now" variant). */
export interface EventProducer {
  connect(): Promise<void>;
  /**
   * Checks, encodes and sends one event; resolves when the brokers have stored it. Rejects before anything is sent
   * when the event is not valid (`EventSchemaError`), and with a `BrokerError` when it could not be stored for sure:
   * then send it again with the same `eventId`.
   */
  send<S extends StreamName>(stream: S, input: StreamInputs[S], options?: EventOptions): Promise<SentEvent>;
  /** Checks and encodes without sending, so that many events can be checked before the first one is sent. */
  readonly prepare: PrepareEvent;
  /** Sends prepared events, in order per topic; answers their places in the same order. */
  sendPrepared(events: readonly PreparedEvent[]): Promise<readonly SentEvent[]>;
  /** Waits for what is under way, then closes. Safe twice. */
  disconnect(): Promise<void>;
}

/** Creates a producer of events over the process's one Kafka producer. */
export function createEventProducer(deps: {
  readonly prepare: PrepareEvent;
  readonly kafka: BrokerProducer;
}): EventProducer {
  const { prepare, kafka } = deps;

  const sendPrepared = async (events: readonly PreparedEvent[]): Promise<readonly SentEvent[]> => {
    const byTopic = Map.groupBy(events, (event) => event.topic);
    const sent = new Map<PreparedEvent, SentEvent>();
    await Promise.all(
      [...byTopic].map(async ([topic, group]) => {
        const records = group.map(({ key, value, headers }) => ({ key, value, headers }));
        const positions = await kafka.send(topic, records);
        group.forEach((event, index) => {
          const position = positions[index];
          if (position === undefined) throw new Error(`${topic}: the broker answered for fewer records`);
          const { partition, offset } = position;
          sent.set(event, { eventId: event.eventId, topic, partition, offset });
        });
      }),
    );
    return events.flatMap((event) => sent.get(event) ?? []);
  };

  return {
    connect: () => kafka.connect(),
    send: async (stream, input, options) => {
      const [sent] = await sendPrepared([await prepare(stream, input, options)]);
      if (sent === undefined) throw new Error(`${stream}: the event was not sent`);
      return sent;
    },
    prepare,
    sendPrepared,
    disconnect: () => kafka.disconnect(),
  };
}
