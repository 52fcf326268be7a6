import type { QueueConsumer } from '../../runtime/definition.ts';
import type { OutgoingWebhooksEvent } from '../../schemas/generated/outgoing_webhooks.ts';
import { outgoingWebhooksDefinition } from './definition.ts';
import { createGiveUp } from './give-up.ts';
import { createHandler } from './handler.ts';
import type { WebhookDeps } from './ports.ts';
import { SlowLanes } from './slow-lanes.ts';
import { createSummaries } from './summaries.ts';

/** A call that took so long is slow, ms: half of its default limit. */
const SLOW_CALL_MS = 5_000;
/** Slow bots may hold this part of the lanes, so that quick ones always find one. */
const SLOW_SHARE = 0.25;

/** The queue ready to run. */
export function createOutgoingWebhooks<Tx>(deps: WebhookDeps<Tx>): QueueConsumer<OutgoingWebhooksEvent, Tx> {
  const definition = outgoingWebhooksDefinition;
  const logged = { ...deps, logger: deps.logger.child({ queue: definition.queue }) };
  const lanes = new SlowLanes({
    slowMs: SLOW_CALL_MS,
    maxHeld: Math.floor(definition.concurrency * SLOW_SHARE),
  });
  return {
    definition,
    handler: createHandler(logged, lanes),
    giveUp: createGiveUp(logged),
    loops: [createSummaries(logged)],
    parts: [],
  };
}
