import { randomUUID } from 'node:crypto';
import type { Config } from '../config/types.ts';
import { QUEUES } from '../consumers/registry.ts';
import { createEventProducer } from '../producer/event-producer.ts';
import type { EventProducer } from '../producer/event-producer.ts';
import { createPrepareEvent } from '../producer/prepare-event.ts';
import type { PrepareEvent } from '../producer/prepare-event.ts';
import { streamRules } from '../producer/stream-rules.ts';
import type { Clock } from '../runtime/clock.ts';
import { createEventCodec } from '../schemas/codec.ts';
import type { EventCodec } from '../schemas/codec.ts';
import { openBroker, openRegistry } from './services.ts';
import type { ServiceContext } from './services.ts';
import { PRODUCER_NAME } from './version.ts';

/** Checks and encodes events under this process's name. */
export const createPreparer = (options: {
  readonly codec: EventCodec;
  readonly prefix: string;
  readonly clock: Clock;
}): PrepareEvent =>
  createPrepareEvent({
    ...options,
    rules: streamRules(QUEUES),
    producerName: PRODUCER_NAME,
    newEventId: randomUUID,
  });

/** A producer of events by the settings, with the codec that reads their JSON. Connects nothing by itself. */
export const openEventProducer = (
  config: Pick<Config, 'kafka' | 'topics' | 'registry'>,
  context: ServiceContext,
): { readonly producer: EventProducer; readonly codec: EventCodec } => {
  const { prefix } = config.topics;
  const codec = createEventCodec(openRegistry(config.registry, { ...context, prefix }));
  const prepare = createPreparer({ codec, prefix, clock: context.clock });
  const kafka = openBroker(config.kafka, context).producer();
  return { producer: createEventProducer({ prepare, kafka }), codec };
};
