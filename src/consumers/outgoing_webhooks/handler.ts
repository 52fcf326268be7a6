import type { HandlerContext, SingleHandler } from '../../runtime/definition.ts';
import { defer, done, retry } from '../../runtime/outcome.ts';
import type { Outcome } from '../../runtime/outcome.ts';
import type { OutgoingWebhooksEvent } from '../../schemas/generated/outgoing_webhooks.ts';
import { callService } from './call-service.ts';
import type { ServiceEnding } from './call-service.ts';
import { openCalling } from './calling.ts';
import type { Calling } from './calling.ts';
import type { WebhookDeps } from './ports.ts';
import type { SlowLanes } from './slow-lanes.ts';

/** How long a slow bot that found no lane waits, ms: about as long as the calls that fill the lanes. */
const LANE_WAIT_MS = 10_000;

/**
 * Calls the services of the bot that a message is for, posts what they answer, and marks the message as read by the bot
 * once all of them are finished.
 * @source zulip zerver/worker/outgoing_webhooks.py OutgoingWebhookWorker.consume. Different: services are called side by
 * side, each once however often the event comes, and the message is read when all is done and not while a retry waits.
 */
export function createHandler<Tx>(
  deps: WebhookDeps<Tx>,
  lanes: SlowLanes,
): SingleHandler<OutgoingWebhooksEvent, Tx> {
  return {
    kind: 'single',
    async handle(event, context) {
      const { logger, signal } = context;
      const opened = await openCalling(deps, event, { meta: context, signal, logger });
      if (opened.kind === 'ended') return opened.outcome;
      const { calling } = opened;
      const leave = lanes.enter(calling.bot.id);
      if (leave === null) return defer('slow_lanes_full', context.clock.now() + LANE_WAIT_MS);
      const calls: number[] = [];
      try {
        const endings = await callAll(deps, calling, (durationMs) => calls.push(durationMs));
        return await outcomeOf(deps, calling, endings, context);
      } finally {
        leave(calls.length === 0 ? null : Math.max(...calls));
      }
    },
  };
}

/** All services side by side, each to its end: nothing of an event goes on after its handler has ended. */
async function callAll<Tx>(
  deps: WebhookDeps<Tx>,
  calling: Calling,
  spent: (durationMs: number) => void,
): Promise<readonly ServiceEnding[]> {
  const settled = await Promise.allSettled(
    calling.services.map((service) => callService(deps, calling, service, spent)),
  );
  return settled.map((ending) => {
    if (ending.status === 'rejected') throw ending.reason;
    return ending.value;
  });
}

async function outcomeOf<Tx>(
  deps: WebhookDeps<Tx>,
  { bot, event }: Calling,
  endings: readonly ServiceEnding[],
  context: HandlerContext<Tx>,
): Promise<Outcome> {
  const again = endings.filter((ending) => ending.kind === 'try_again');
  if (again.length > 0) {
    // Not before the last of them wants to be called.
    return retry('service_unavailable', {
      afterMs: Math.max(0, ...again.map(({ afterMs }) => afterMs ?? 0)),
    });
  }
  const { clock, eventId, traceparent } = context;
  const processed = { bot, messageId: event.message.id, eventId, traceparent, nowMs: clock.now() };
  await context.apply((tx) => deps.markProcessed(tx, processed));
  return done;
}
