/** The package's public API: producing events. Everything else is the fleet's own. */
export { createOutbox, createProducer } from './producer/create-producer.ts';
export type { EventSource, KafkaSettings } from './producer/create-producer.ts';
export type { EventProducer, SentEvent } from './producer/event-producer.ts';
export type { ClientEvent, EnqueueRequest, NoticeReceiver, OutboxWriter } from './producer/outbox-writer.ts';
export type { EventOptions, PreparedEvent } from './producer/prepare-event.ts';
export { BrokerError } from './broker/broker.ts';
export { deriveEventId } from './shared/event-id.ts';
export { EventSchemaError, SchemaRegistryError } from './schemas/schema-errors.ts';
export type { EventErrorCode } from './schemas/schema-errors.ts';
export type { StreamEvents, StreamInputs } from './schemas/generated/events.ts';
export type { JsonObject, JsonValue } from './schemas/json-value.ts';
export { QUEUE_NAMES, STREAM_NAMES } from './schemas/queues.ts';
export type { QueueName, StreamName } from './schemas/queues.ts';
