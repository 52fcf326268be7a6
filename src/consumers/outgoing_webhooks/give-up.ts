import type { EventMeta, QueueConsumer } from '../../runtime/definition.ts';
import { startTimeLimit } from '../../runtime/time-limit.ts';
import type { OutgoingWebhooksEvent } from '../../schemas/generated/outgoing_webhooks.ts';
import { openCalling } from './calling.ts';
import { conclude } from './conclude.ts';
import { unavailable } from './failures.ts';
import type { LastFailure } from './failures.ts';
import type { WebhookDeps } from './ports.ts';

/** Longest time for telling everybody, ms. */
const LIMIT_MS = 30_000;

/** When not even that is known: an attempt that was broken off. */
const UNKNOWN: LastFailure = { status: null, ownerDetail: 'The request did not come to an end.' };

/**
 * The last attempt has failed: tells the conversation and the owner, and marks the message as read by the bot.
 * @source zulip zerver/lib/outgoing_webhook.py request_retry, fail_with_message
 */
export function createGiveUp<Tx>(
  deps: WebhookDeps<Tx>,
): NonNullable<QueueConsumer<OutgoingWebhooksEvent, Tx>['giveUp']> {
  return async (event, meta) => {
    const limit = startTimeLimit(
      deps.clock,
      LIMIT_MS,
      () => new Error('telling that a bot is unavailable took too long'),
    );
    try {
      await tell(deps, event, meta, limit.signal);
    } finally {
      limit.cancel();
    }
  };
}

async function tell<Tx>(
  deps: WebhookDeps<Tx>,
  event: OutgoingWebhooksEvent,
  meta: EventMeta,
  signal: AbortSignal,
): Promise<void> {
  const logger = deps.logger.child({ event_id: meta.eventId, attempt: meta.attempt });
  const opened = await openCalling(deps, event, { meta, signal, logger });
  if (opened.kind === 'ended') return;
  const { calling } = opened;
  const { bot } = calling;
  logger.warn(
    { realm_id: bot.realmId, bot_id: bot.id, message_id: event.message.id },
    'Maximum retries exceeded for an outgoing webhook',
  );
  for (const { delivery, failure, posting } of await deps.ledger.left(event.message.id, bot.id)) {
    await conclude(deps, calling, delivery, posting ?? unavailable(failure ?? UNKNOWN));
  }
  const { eventId, traceparent } = meta;
  const processed = { bot, messageId: event.message.id, eventId, traceparent, nowMs: deps.clock.now() };
  await deps.transaction((tx) => deps.markProcessed(tx, processed), signal);
}
